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

  /** How many characters take as long to read as one more line. */
  private static final int LINE = 200;

  /** How many lines are better than one without words. */
  private static final int WITHOUT_WORDS = 10;

  /** How often it is tried to describe what is left. */
  private static final int MAX_PASSES = 3;

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
   * @param cutOff whether they hold, too, for what is left of these packets if they are cut off
   * @param unusual whether the packets are in no form that senders usually give them
   */
  private record Phrase(
      Effect effect,
      PacketDirection direction,
      Optional<PacketQuery> query,
      Optional<PacketQuery> also,
      boolean cutOff,
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
    Words words = words(of, left, packets);
    words.phrases().forEach((phrase, said) -> add(phrase, of, said));
    left = left.without(words.done());
    if (!left.isEmpty()) {
      add(phrase(of, Optional.empty(), Optional.empty(), false, true), of, left);
    }
  }

  /**
   * {@return the words for packets: all at once, or those that are ordinary first, so that the
   * others need no words if the same words mean them, too}
   *
   * @param left the packets that are to be described
   * @param all the packets that words may mean
   */
  private Words words(Described of, PacketSet left, PacketSet all) {
    Words together = new Words(of, all);
    together.add(left, false);
    PacketSet ordinary = left.and(sets.ordinary());
    if (ordinary.isEmpty() || ordinary.equals(left)) {
      return together;
    }
    Words apart = new Words(of, all);
    apart.add(ordinary, false);
    apart.add(left.without(apart.done()), true);
    return together.length(left) < apart.length(left) ? together : apart;
  }

  /** {@return the packets that the words for other entries or ends do not describe} */
  private PacketSet saidAlready(Described of, PacketSet packets) {
    PacketSet left = packets;
    for (Phrase phrase : ImmutableList.copyOf(changes.keySet())) {
      if (phrase.query().isPresent() && suits(phrase, of)) {
        PacketSet said = meant(phrase.query()).or(meant(phrase.also())).and(of.among());
        PacketSet cutOff = phrase.cutOff() ? cutOff(said, packets) : sets.none();
        boolean applies = phrase.cutOff() != cutOff.isEmpty();
        if (applies && !said.and(left).isEmpty() && said.without(packets).isEmpty()) {
          add(phrase, of, said.and(left));
          left = left.without(said).without(cutOff);
        }
      }
    }
    return left;
  }

  /**
   * {@return those packets that words do not mean, but for which they hold: apart from their form}
   */
  private PacketSet cutOff(PacketSet said, PacketSet packets) {
    return packets.without(said).without(sets.ordinary()).and(sets.inAnyForm(said));
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
        && (phrase.direction() == direction || (toGuest && direction == PacketDirection.FROM_HOST));
  }

  /** Words for packets, as far as there are any. */
  private final class Words {

    private final Described of;
    private final PacketSet all;
    private final Map<Phrase, PacketSet> phrases = new LinkedHashMap<>();
    private PacketSet done = sets.none();

    /**
     * Begins without words.
     *
     * @param all the packets that words may mean
     */
    Words(Described of, PacketSet all) {
      this.of = of;
      this.all = all;
    }

    /** Finds words that mean some packets, and perhaps others of those that they may mean. */
    void add(PacketSet some, boolean unusual) {
      if (some.isEmpty()) {
        return;
      }
      Map<PacketQuery, PacketSet> plain = plain(some);
      PacketSet said = done;
      for (PacketSet one : plain.values()) {
        said = said.or(one);
      }
      for (Map.Entry<PacketQuery, PacketSet> one : plain.entrySet()) {
        Optional<PacketQuery> tagged = one.getKey().inVlan(0);
        PacketSet inTag = meant(tagged).and(of.among());
        boolean also = !unusual && !inTag.without(said).isEmpty() && inTag.without(all).isEmpty();
        PacketSet meant = also ? one.getValue().or(inTag) : one.getValue();
        PacketSet cutOff = cutOff(meant, all.without(said));
        phrases.put(
            phrase(
                of,
                Optional.of(one.getKey()),
                also ? tagged : Optional.empty(),
                !cutOff.isEmpty(),
                unusual),
            one.getValue());
        done = done.or(meant).or(cutOff);
      }
    }

    /** {@return words, with the packets that they mean: what is left is described once more} */
    private Map<PacketQuery, PacketSet> plain(PacketSet some) {
      Map<PacketQuery, PacketSet> plain = new LinkedHashMap<>();
      PacketDirection direction = direction(of.entry(), of.end());
      PacketSet left = some;
      for (int i = 0; i < MAX_PASSES && !left.isEmpty(); i++) {
        PacketSet before = left;
        for (Description.Part part : parts(left, left.or(of.among().without(all)))) {
          Optional<PacketQuery> query =
              PacketQuery.saying(direction, part.conditions(), part.exceptions());
          PacketSet said = meant(query).and(of.among());
          if (query.isPresent() && !said.and(left).isEmpty() && said.without(all).isEmpty()) {
            plain.put(query.get(), said);
            left = left.without(said);
          }
        }
        if (left.equals(before)) {
          break;
        }
      }
      return plain;
    }

    Map<Phrase, PacketSet> phrases() {
      return phrases;
    }

    /** {@return the packets for which there are words} */
    PacketSet done() {
      return done;
    }

    /** {@return how much there is to read about some packets: lines first, then words} */
    int length(PacketSet some) {
      int lines = phrases.size() + (some.without(done).isEmpty() ? 0 : WITHOUT_WORDS);
      return lines * LINE
          + phrases.keySet().stream()
              .mapToInt(phrase -> phrase.query().map(Object::toString).orElse("").length())
              .sum();
    }
  }

  private List<Description.Part> parts(PacketSet some, PacketSet among) {
    try {
      return sets.description(some, among).parts();
    } catch (BudgetExceededException e) {
      return ImmutableList.of();
    }
  }

  private Phrase phrase(
      Described of,
      Optional<PacketQuery> query,
      Optional<PacketQuery> also,
      boolean cutOff,
      boolean unusual) {
    return new Phrase(
        of.effect(),
        direction(of.entry(), of.end()),
        query,
        also,
        cutOff,
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
    Optional<PacketQuery> query = phrase.query().map(all -> only.flatMap(all::at).orElse(all));
    return new ChangedPackets(
        phrase.effect(),
        phrase.direction(),
        ImmutableList.copyOf(places.entries),
        places.ends,
        query,
        phrase.also(),
        phrase.cutOff(),
        phrase.certainty(),
        places.example);
  }
}
