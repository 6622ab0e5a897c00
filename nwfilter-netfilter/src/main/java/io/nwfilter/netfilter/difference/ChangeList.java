package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.BudgetExceededException;
import io.nwfilter.netfilter.analyze.Description;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.difference.ChangedPackets.Certainty;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.difference.ChangedPackets.Example;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.query.PacketDirection;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Describes sets of packets that have changed, and puts together what reads the same. */
final class ChangeList {

  private final Subject after;
  private final PacketSets sets;
  private final Examples examples;
  private boolean known;

  /** All that reads the same, with where it is so. */
  private final Map<Phrase, Places> changes = new LinkedHashMap<>();

  /** What describes packets, and whether it does at all ends. */
  private record Phrase(
      Effect effect,
      PacketDirection direction,
      Optional<PacketQuery> query,
      Certainty certainty,
      boolean toGuest,
      boolean anywhere) {}

  private static final class Places {

    private final Set<Entry> entries = new LinkedHashSet<>();
    private final Set<End> ends = new LinkedHashSet<>();
    private Optional<Example> example = Optional.empty();
  }

  ChangeList(Subject before, Subject after, PacketSets sets) {
    this.after = after;
    this.sets = sets;
    this.examples = new Examples(before, after, sets);
  }

  /** Has what is added from now on be of known connections: no single packet shows that. */
  void ofKnownConnections() {
    known = true;
  }

  /**
   * Adds packets.
   *
   * @param effect what becomes of them
   * @param entry where they enter
   * @param end where they arrive; empty for wherever they go
   * @param packets which packets
   * @param among the packets that could get there
   */
  void add(Effect effect, Entry entry, Optional<End> end, PacketSet packets, PacketSet among) {
    PacketSet certain = packets.certain();
    add(effect, entry, end, certain, among, Certainty.CERTAIN);
    add(effect, entry, end, packets.perhaps().without(certain), among, Certainty.PERHAPS);
  }

  private void add(
      Effect effect,
      Entry entry,
      Optional<End> end,
      PacketSet packets,
      PacketSet among,
      Certainty certainty) {
    if (packets.isEmpty()) {
      return;
    }
    PacketSet left = packets;
    for (Phrase phrase : ImmutableList.copyOf(changes.keySet())) {
      PacketSet said = sets.none();
      if (phrase.effect() == effect
          && phrase.certainty() == certainty
          && phrase.query().isPresent()
          && suits(phrase, entry, end)) {
        said = sets.of(phrase.query().get().packets()).and(among);
      }
      if (!said.and(left).isEmpty() && said.without(packets).isEmpty()) {
        add(phrase, entry, end, said.and(left));
        left = left.without(said);
      }
    }
    describe(effect, entry, end, left, among.without(packets.without(left)), certainty);
  }

  /** {@return whether the words for other entries can describe packets that enter somewhere} */
  private boolean suits(Phrase phrase, Entry entry, Optional<End> end) {
    return (phrase.direction() == PacketDirection.FROM_VM) == entry.equals(after.fromGuest())
        && phrase.toGuest() == isToGuest(end)
        && phrase.anywhere() == end.isEmpty();
  }

  private boolean isToGuest(Optional<End> end) {
    return end.isEmpty() || end.get().equals(after.guestEnd());
  }

  private void describe(
      Effect effect,
      Entry entry,
      Optional<End> end,
      PacketSet packets,
      PacketSet among,
      Certainty certainty) {
    if (packets.isEmpty()) {
      return;
    }
    PacketDirection direction = direction(entry, end);
    boolean toGuest = isToGuest(end);
    PacketSet rest = packets;
    try {
      Description description = sets.description(packets, among);
      rest = description.rest();
      for (Description.Part one : description.parts()) {
        Optional<PacketQuery> query =
            PacketQuery.saying(direction, one.conditions(), one.exceptions());
        PacketSet said =
            query.map(PacketQuery::packets).map(sets::of).orElseGet(sets::none).and(packets);
        if (said.isEmpty()) {
          rest = rest.or(packets);
        } else {
          add(
              new Phrase(effect, direction, query, certainty, toGuest, end.isEmpty()),
              entry,
              end,
              said);
        }
      }
    } catch (BudgetExceededException e) {
      rest = packets;
    }
    if (!rest.isEmpty()) {
      add(
          new Phrase(effect, direction, Optional.empty(), certainty, toGuest, end.isEmpty()),
          entry,
          end,
          rest);
    }
  }

  private void add(Phrase phrase, Entry entry, Optional<End> end, PacketSet packets) {
    Places places = changes.computeIfAbsent(phrase, any -> new Places());
    places.entries.add(entry);
    end.ifPresent(places.ends::add);
    if (!known && places.example.isEmpty()) {
      places.example =
          examples.of(
              phrase.effect(), entry, end, packets, phrase.query().map(PacketQuery::packets));
    }
  }

  private PacketDirection direction(Entry entry, Optional<End> end) {
    if (entry.equals(after.fromGuest())) {
      return PacketDirection.FROM_VM;
    } else if (entry instanceof Entry.Host || entry instanceof Entry.Raw) {
      return PacketDirection.FROM_HOST;
    }
    boolean toOther = end.isPresent() && end.get().kind() != End.Kind.PORT;
    return entry instanceof Entry.Network && toOther
        ? PacketDirection.FROM_NETWORK
        : PacketDirection.TO_VM;
  }

  /** {@return all that was added} */
  List<ChangedPackets> all() {
    List<ChangedPackets> all = new ArrayList<>();
    changes.forEach(
        (phrase, places) ->
            all.add(
                new ChangedPackets(
                    phrase.effect(),
                    phrase.direction(),
                    ImmutableList.copyOf(places.entries),
                    phrase.anywhere() ? ImmutableSet.of() : places.ends,
                    phrase.query(),
                    phrase.certainty(),
                    places.example)));
    all.sort(
        Comparator.comparing(ChangedPackets::certainty)
            .thenComparing(ChangedPackets::direction)
            .thenComparing(ChangedPackets::effect));
    return all;
  }
}
