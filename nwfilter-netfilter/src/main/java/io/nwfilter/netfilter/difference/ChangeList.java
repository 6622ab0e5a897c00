package io.nwfilter.netfilter.difference;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.difference.ChangedPackets.Certainty;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.difference.ChangedPackets.Example;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketDirection;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Ways;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Describes sets of packets that have changed, and puts together what reads the same. */
final class ChangeList {

  /** How many characters of a query are not too long for a line. */
  private static final int READABLE = 160;

  private static final PacketQuery TAGGED = PacketQuery.parse("from-network vlan any or svlan any");

  private final Subject after;
  private final Subject before;

  /** Where sets are described: apart, as that may take more room than to compare them. */
  private PacketSets sets;

  private Meanings meanings;
  private Examples examples;
  private final boolean toGuest;
  private final ImmutableList<Entry> entries;
  private final Function<Entry, Set<End>> ends;
  private boolean known;

  /** All that reads the same, with where it is so. */
  private final Map<Phrase, Places> changes = new LinkedHashMap<>();

  private static final class Places {

    /** Where packets arrive, by where they enter; none for wherever they go. */
    private final Map<Entry, Set<End>> ends = new LinkedHashMap<>();

    /** What is not known, with whether it has to be so. */
    private final Map<String, Answer> assumptions = new LinkedHashMap<>();

    private Optional<Example> example = Optional.empty();

    /** The packets, with those that could get there: put together only if words take that. */
    private final List<Described> described = new ArrayList<>();

    private final List<PacketSet> packets = new ArrayList<>();
  }

  /**
   * Begins without packets.
   *
   * @param toGuest whether it is about packets to the guest, apart from those that it sends
   * @param entries all places where packets enter
   * @param ends all places where packets may arrive, by where they enter
   */
  ChangeList(
      Subject before,
      Subject after,
      PacketSets sets,
      boolean toGuest,
      ImmutableList<Entry> entries,
      Function<Entry, Set<End>> ends) {
    this.entries = entries;
    this.ends = ends;
    this.toGuest = toGuest;
    this.before = before;
    this.after = after;
    this.sets = sets.apart();
    this.meanings = new Meanings(this.sets);
    this.examples = new Examples(before, after, this.sets);
  }

  /** Begins with no sets again. What was found is copied when it is asked for. */
  private void clear() {
    sets = sets.apart();
    meanings = new Meanings(sets);
    examples = new Examples(before, after, sets);
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
    if (packets.isEmpty()) {
      return;
    }
    PacketSet certain = packets.certain();
    PacketDirection direction = direction(entry, end);
    add(new Described(effect, direction, entry, end, Certainty.CERTAIN, among, certain), certain);
    add(
        new Described(effect, direction, entry, end, Certainty.PERHAPS, among, packets),
        packets.perhaps().without(certain));
  }

  private void add(Described of, PacketSet packets) {
    if (packets.isEmpty()) {
      return;
    }
    if (sets.isHalfFull()) {
      clear();
    }
    try {
      describe(of.in(sets), sets.copied(packets));
    } catch (BudgetExceededException e) {
      clear();
      Described again = of.in(sets);
      add(
          Phrase.inForms(again, Optional.empty(), Optional.empty(), ImmutableSet.of()),
          again,
          sets.copied(packets));
    }
  }

  private void describe(Described of, PacketSet packets) {
    Map<Phrase, PacketSet> again = saidAlready(of, packets);
    PacketSet left = packets;
    for (PacketSet said : again.values()) {
      left = left.without(said);
    }
    Words words = Words.of(sets, of, left, packets);
    again.forEach(
        (phrase, said) -> {
          // What is left may take words that mean all of it anyway.
          if (!said.without(words.done()).isEmpty()) {
            add(phrase, of, said);
          }
        });
    words.phrases().forEach((phrase, said) -> add(phrase, of, said));
    left = left.without(words.done());
    if (!left.isEmpty()) {
      new FormWords(sets, of).phrases(left, packets).forEach((phrase, one) -> add(phrase, of, one));
    }
  }

  /** {@return the words for other entries or ends that describe some of the packets, and which} */
  private Map<Phrase, PacketSet> saidAlready(Described of, PacketSet packets) {
    Map<Phrase, PacketSet> again = new LinkedHashMap<>();
    PacketSet left = packets;
    for (Phrase phrase : inOrderFor(of.entry())) {
      if (phrase.query().isPresent() && phrase.forms().isEmpty() && suits(phrase, of)) {
        PacketSet said = meanings.of(phrase.query()).or(meanings.of(phrase.also())).and(of.among());
        PacketSet others =
            phrase.alsoIn().isEmpty() ? sets.none() : meanings.inAnyForm(said, packets);
        boolean applies = phrase.alsoIn().equals(meanings.forms(said, others));
        if (applies && !said.and(left).isEmpty() && said.without(packets).isEmpty()) {
          again.put(phrase, said.or(others).and(left));
          left = left.without(said).without(others);
        }
      }
    }
    return again;
  }

  /** {@return all words, those for packets from an entry first} */
  private List<Phrase> inOrderFor(Entry entry) {
    List<Phrase> phrases = new ArrayList<>();
    changes.forEach(
        (phrase, places) -> {
          if (places.ends.containsKey(entry)) {
            phrases.add(phrase);
          }
        });
    changes.keySet().stream().filter(phrase -> !phrases.contains(phrase)).forEach(phrases::add);
    return phrases;
  }

  /** {@return whether the words for other entries can describe packets that enter somewhere} */
  private boolean suits(Phrase phrase, Described of) {
    return phrase.effect() == of.effect()
        && phrase.certainty() == of.certainty()
        && phrase.anywhere() == of.end().isEmpty()
        && suits(phrase.direction(), of.direction(), of.end());
  }

  /** {@return whether words of a direction can describe packets of another, with their end} */
  private boolean suits(PacketDirection words, PacketDirection direction, Optional<End> end) {
    boolean toGuest =
        words == PacketDirection.TO_VM && (end.isEmpty() || end.get().equals(after.guestEnd()));
    return words == direction || (toGuest && direction == PacketDirection.FROM_HOST);
  }

  private void add(Phrase phrase, Described of, PacketSet packets) {
    Places places = changes.computeIfAbsent(phrase, any -> new Places());
    places.described.add(of);
    places.packets.add(packets);
    Set<End> ends = places.ends.computeIfAbsent(of.entry(), any -> new LinkedHashSet<>());
    of.end().ifPresent(ends::add);
    if (of.certainty() == Certainty.PERHAPS) {
      Map<String, Answer> assumptions = of.assuming().and(packets).assumptions();
      assumptions.forEach(
          (what, needed) ->
              places.assumptions.merge(
                  what, needed, (one, other) -> one == other ? one : Answer.UNKNOWN));
    }
    if (!known && places.example.isEmpty()) {
      places.example =
          examples.of(
              phrase.effect(),
              of.entry(),
              of.end().<Set<End>>map(ImmutableSet::of).orElseGet(() -> this.ends.apply(of.entry())),
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
    List<ChangedPackets> all =
        phrases.stream()
            .map(phrase -> changed(phrase, requireNonNull(changes.get(phrase))))
            .toList();
    return all.stream()
        .map(
            change ->
                all.stream().anyMatch(other -> isOpposite(change, other))
                    ? change.inFull()
                    : change)
        .toList();
  }

  /** {@return whether two lines would contradict each other: they say some of the same packets} */
  private static boolean isOpposite(ChangedPackets change, ChangedPackets other) {
    return change.around().isPresent()
        && other.effect() != change.effect()
        && other.around().equals(change.around())
        && other.forms().equals(change.forms())
        && other.certainty() == change.certainty();
  }

  private ChangedPackets changed(Phrase phrase, Places places) {
    Set<End> ends = ends(places);
    Optional<End> only = ends.size() == 1 ? Optional.of(ends.iterator().next()) : Optional.empty();
    Optional<PacketQuery> query =
        phrase.query().map(all -> only.flatMap(all::at).orElse(all)).map(this::named);
    return new ChangedPackets(
        phrase.effect(),
        phrase.direction(),
        new ChangedPackets.Places(
            ImmutableList.copyOf(places.ends.keySet()),
            otherEntries(phrase, places),
            ends,
            otherEnds(places, ends)),
        query,
        query.filter(said -> said.toString().length() <= READABLE).isPresent()
            ? Optional.empty()
            : around(phrase, places, only).map(this::named),
        phrase.also().map(this::named),
        phrase.alsoIn(),
        phrase.forms(),
        phrase.certainty(),
        places.assumptions,
        places.example);
  }

  /** {@return what packets have in common, in the usual form if they only are so in another} */
  private Optional<PacketQuery> around(Phrase phrase, Places places, Optional<End> only) {
    Optional<PacketQuery> around;
    if (sets.isHalfFull()) {
      clear();
    }
    try {
      around = around(phrase, places);
    } catch (BudgetExceededException e) { // what was found so far is told all the same
      around = PacketQuery.saying(phrase.direction(), ImmutableList.of(), ImmutableList.of());
    }
    return around.map(all -> only.flatMap(all::at).orElse(all));
  }

  /** {@return what packets would be in the usual form; all that they could be if they have none} */
  private PacketSet inUsualForm(PacketSet packets) {
    PacketSet any = sets.inAnyForm(packets);
    PacketSet usual = any.and(sets.ordinary());
    return usual.isEmpty() ? any : usual;
  }

  private Optional<PacketQuery> around(Phrase phrase, Places places) {
    PacketSet packets =
        places.packets.stream().map(sets::copied).reduce(sets.none(), PacketSet::or);
    PacketSet among =
        places.described.stream()
            .map(Described::among)
            .map(sets::copied)
            .reduce(sets.none(), PacketSet::or);
    if (!phrase.forms().isEmpty()) {
      packets = inUsualForm(packets);
      among = inUsualForm(among);
    }
    PacketSet untagged = packets.without(sets.of(TAGGED.packets()));
    if (!untagged.isEmpty()) {
      packets = untagged; // words that mean frames with and without a tag are long
    }
    List<PacketCondition> said = new ArrayList<>();
    Optional<PacketQuery> around = PacketQuery.saying(phrase.direction(), said, ImmutableList.of());
    for (PacketCondition condition : sets.outline(packets, among)) {
      said.add(condition);
      Optional<PacketQuery> closer =
          PacketQuery.saying(phrase.direction(), said, ImmutableList.of());
      PacketSet meant = meanings.of(closer);
      boolean holds = closer.isPresent() && packets.without(meant).isEmpty();
      boolean clear =
          condition instanceof PacketCondition.OfField of
              && of.field().header() == Header.CONNECTION
              && among.and(meanings.of(around)).without(meant).isEmpty();
      if (holds && !clear) {
        around = closer;
      } else {
        said.remove(said.size() - 1);
      }
    }
    return around;
  }

  /** {@return where other packets enter that have the direction of words} */
  private List<Entry> otherEntries(Phrase phrase, Places places) {
    return entries.stream()
        .filter(entry -> !places.ends.containsKey(entry))
        .filter(
            entry ->
                places.ends.values().stream()
                    .flatMap(
                        some ->
                            some.isEmpty()
                                ? Stream.of(Optional.<End>empty())
                                : some.stream().map(Optional::of))
                    .anyMatch(end -> suits(phrase.direction(), direction(entry, end), end)))
        .toList();
  }

  /** {@return where packets may arrive as before} */
  private Set<End> otherEnds(Places places, Set<End> changed) {
    return changed.isEmpty()
        ? ImmutableSet.of()
        : places.ends.keySet().stream()
            .flatMap(entry -> ends.apply(entry).stream())
            .filter(end -> !changed.contains(end))
            .collect(ImmutableSet.toImmutableSet());
  }

  /** {@return a query that has a name for the host's address, if no one has given it} */
  private PacketQuery named(PacketQuery query) {
    boolean invented =
        Ways.ownAddress(after.simulator().situation(), after.fromGuest())
            .filter(Situation.BRIDGE_MAC::equals)
            .isPresent();
    return invented ? query.naming(Situation.BRIDGE_MAC, GuestVariables.HOST_MAC) : query;
  }

  /** {@return where packets arrive; none if that is wherever they go} */
  private Set<End> ends(Places places) {
    boolean everywhere =
        places.ends.entrySet().stream()
            .allMatch(
                one ->
                    one.getValue().size() > 1
                        && one.getValue().containsAll(ends.apply(one.getKey())));
    return everywhere
        ? ImmutableSet.of()
        : places.ends.values().stream().flatMap(Set::stream).collect(ImmutableSet.toImmutableSet());
  }
}
