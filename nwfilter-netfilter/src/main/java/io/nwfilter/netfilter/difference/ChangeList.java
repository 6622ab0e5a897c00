package io.nwfilter.netfilter.difference;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
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
  private final boolean toGuest;
  private boolean known;

  /** All that reads the same, with where it is so. */
  private final Map<Phrase, Places> changes = new LinkedHashMap<>();

  /**
   * What describes packets, and where these words hold.
   *
   * @param query the packets; empty if there are no words
   * @param also the same packets in another form
   * @param unusual whether the packets are in no form that senders usually give them
   */
  private record Phrase(
      Effect effect,
      PacketDirection direction,
      Optional<PacketQuery> query,
      Optional<PacketQuery> also,
      Certainty certainty,
      boolean unusual,
      boolean anywhere) {

    boolean isToGuest() {
      return direction == PacketDirection.TO_VM;
    }
  }

  /** Packets that are to be described, which have all in common but themselves. */
  private record Described(
      Effect effect, Entry entry, Optional<End> end, Certainty certainty, PacketSet among) {}

  private static final class Places {

    private final Set<Entry> entries = new LinkedHashSet<>();
    private final Set<End> ends = new LinkedHashSet<>();
    private Optional<Example> example = Optional.empty();
  }

  /**
   * Begins without packets.
   *
   * @param toGuest whether it is about packets to the guest, apart from those that it sends
   */
  ChangeList(Subject before, Subject after, PacketSets sets, boolean toGuest) {
    this.toGuest = toGuest;
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
    add(new Described(effect, entry, end, Certainty.CERTAIN, among), certain);
    add(
        new Described(effect, entry, end, Certainty.PERHAPS, among),
        packets.perhaps().without(certain));
  }

  private void add(Described of, PacketSet packets) {
    if (packets.isEmpty()) {
      return;
    }
    PacketSet left = saidAlready(of, packets);
    // What is said already, and what is left to be said later, may be among what words mean.
    PacketSet others = of.among().without(packets);
    PacketSet ordinary = left.and(sets.ordinary());
    left = left.without(describe(of, ordinary, ordinary.or(others), packets, false));
    left = left.without(describe(of, left, left.or(others), packets, true));
    if (!left.isEmpty()) {
      add(phrase(of, Optional.empty(), Optional.empty(), true), of, left);
    }
  }

  /** {@return the packets that the words for other entries or ends do not describe} */
  private PacketSet saidAlready(Described of, PacketSet packets) {
    PacketSet left = packets;
    for (Phrase phrase : ImmutableList.copyOf(changes.keySet())) {
      if (phrase.query().isPresent() && suits(phrase, of)) {
        PacketSet said = meant(phrase.query()).or(meant(phrase.also())).and(of.among());
        if (!said.and(left).isEmpty() && said.without(packets).isEmpty()) {
          add(phrase, of, said.and(left));
          left = left.without(said);
        }
      }
    }
    return left;
  }

  private PacketSet meant(Optional<PacketQuery> query) {
    return query.map(PacketQuery::packets).map(sets::of).orElseGet(sets::none);
  }

  /** {@return whether the words for other entries can describe packets that enter somewhere} */
  private boolean suits(Phrase phrase, Described of) {
    PacketDirection direction = direction(of.entry(), of.end());
    boolean toGuest =
        phrase.isToGuest() && (of.end().isEmpty() || of.end().get().equals(after.guestEnd()));
    return phrase.effect() == of.effect()
        && phrase.certainty() == of.certainty()
        && phrase.anywhere() == of.end().isEmpty()
        && (phrase.direction() == direction
            || (toGuest && direction == PacketDirection.FROM_HOST));
  }

  /**
   * Describes packets as far as there are words.
   *
   * @param some the packets to be described
   * @param among the packets from which they have to be told
   * @param all the packets that may be described by the way
   * @return the packets that have been described
   */
  private PacketSet describe(
      Described of, PacketSet some, PacketSet among, PacketSet all, boolean unusual) {
    PacketSet done = sets.none();
    if (some.isEmpty()) {
      return done;
    }
    PacketDirection direction = direction(of.entry(), of.end());
    for (Description.Part part : parts(some, among)) {
      Optional<PacketQuery> query =
          PacketQuery.saying(direction, part.conditions(), part.exceptions());
      PacketSet said = meant(query).and(of.among());
      if (!said.and(some).isEmpty() && said.without(all).isEmpty()) {
        Optional<PacketQuery> tagged = query.flatMap(plain -> plain.inVlan(0));
        PacketSet inTag = meant(tagged).and(of.among());
        boolean also = !inTag.isEmpty() && inTag.without(all).isEmpty();
        add(phrase(of, query, also ? tagged : Optional.empty(), unusual), of, said);
        done = done.or(said).or(also ? inTag : sets.none());
      }
    }
    return done;
  }

  private List<Description.Part> parts(PacketSet some, PacketSet among) {
    try {
      return sets.description(some, among).parts();
    } catch (BudgetExceededException e) {
      return ImmutableList.of();
    }
  }

  private Phrase phrase(
      Described of, Optional<PacketQuery> query, Optional<PacketQuery> also, boolean unusual) {
    return new Phrase(
        of.effect(),
        direction(of.entry(), of.end()),
        query,
        also,
        of.certainty(),
        unusual,
        of.end().isEmpty());
  }

  private void add(Phrase phrase, Described of, PacketSet packets) {
    Places places = changes.computeIfAbsent(phrase, any -> new Places());
    places.entries.add(of.entry());
    of.end().ifPresent(places.ends::add);
    if (!known && places.example.isEmpty()) {
      places.example =
          examples.of(
              phrase.effect(),
              of.entry(),
              of.end(),
              packets,
              phrase.query().map(PacketQuery::packets));
    }
  }

  private PacketDirection direction(Entry entry, Optional<End> end) {
    if (entry.equals(after.fromGuest())) {
      return PacketDirection.FROM_VM;
    } else if (entry instanceof Entry.Host || entry instanceof Entry.Raw) {
      return PacketDirection.FROM_HOST;
    } else if (end.equals(Optional.of(End.HOST))) {
      return PacketDirection.TO_HOST;
    }
    return toGuest && (end.isEmpty() || end.get().equals(after.guestEnd()))
        ? PacketDirection.TO_VM
        : PacketDirection.FROM_NETWORK;
  }

  /** {@return all that was added} */
  List<ChangedPackets> all() {
    List<Phrase> phrases = new ArrayList<>(changes.keySet());
    phrases.sort(
        Comparator.comparing(Phrase::certainty)
            .thenComparing(Phrase::direction)
            .thenComparing(Phrase::effect)
            .thenComparing(Phrase::unusual));
    return phrases.stream()
        .map(phrase -> changed(phrase, requireNonNull(changes.get(phrase))))
        .toList();
  }

  private static ChangedPackets changed(Phrase phrase, Places places) {
    Optional<End> only =
        places.ends.size() == 1 ? Optional.of(places.ends.iterator().next()) : Optional.empty();
    Optional<PacketQuery> query =
        phrase.query().map(all -> only.flatMap(all::at).orElse(all));
    return new ChangedPackets(
        phrase.effect(),
        phrase.direction(),
        ImmutableList.copyOf(places.entries),
        places.ends,
        query,
        phrase.also(),
        phrase.certainty(),
        places.example);
  }
}
