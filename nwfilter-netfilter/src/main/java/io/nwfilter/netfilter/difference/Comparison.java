package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares which packets arrive, entry by entry and end by end. */
final class Comparison {

  /** Groups send nothing, so they do not reply either. */
  private static final PacketQuery OF_GROUPS =
      PacketQuery.parse("from-network connection-direction reply from 224.0.0.0/4,ff00::/8");

  private final Subject after;
  private final boolean haveSameFragments;
  private final PacketSets old;
  private final PacketSets now;
  private final ImmutableList<Entry> entries;
  private final Predicate<End> isEnd;
  private final ChangeList found;
  private PacketSets.@Nullable Differing differing;
  private final Map<Passage, PacketSet> arriving = new HashMap<>();

  /** The entries of which too much was needed, with what it was. */
  private final Map<Entry, String> left = new LinkedHashMap<>();

  private Comparison(
      Subject before,
      Subject after,
      AnalysisBudget budget,
      ImmutableList<Entry> entries,
      boolean ofGuest) {
    this.after = after;
    this.haveSameFragments = seeingFragments(before).equals(seeingFragments(after));
    this.now = PacketSets.of(after.simulator(), budget);
    this.old = now.on(before.simulator());
    this.entries = entries;
    End guest = after.guestEnd();
    this.isEnd = ofGuest ? guest::equals : end -> !isGuest(before, Entry.port(end.name()));
    this.found = new ChangeList(before, after, now, ofGuest, entries, this::ends);
  }

  static Comparison ofGuest(Subject before, Subject after, AnalysisBudget budget) {
    List<Entry> entries = new ArrayList<>();
    entries.add(after.fromGuest());
    common(before, after).stream().filter(entry -> !isGuest(before, entry)).forEach(entries::add);
    if (before.guest().bridge().equals(after.guest().bridge())) {
      entries.add(Entry.raw(after.guest().bridge()));
    }
    return new Comparison(before, after, budget, ImmutableList.copyOf(entries), true);
  }

  static Comparison ofHost(Subject before, Subject after, AnalysisBudget budget) {
    ImmutableList<Entry> entries =
        common(before, after).stream()
            .filter(entry -> !isGuest(before, entry))
            .collect(ImmutableList.toImmutableList());
    return new Comparison(before, after, budget, entries, false);
  }

  private static Set<Entry> common(Subject before, Subject after) {
    Set<Entry> common = new LinkedHashSet<>(after.simulator().situation().entries());
    common.retainAll(before.simulator().situation().entries());
    return common;
  }

  private static boolean isGuest(Subject subject, Entry entry) {
    return subject.guests().stream().anyMatch(guest -> entry.equals(Entry.port(guest.port())));
  }

  /** {@return what has changed} */
  List<ChangedPackets> changes() {
    if (differing().packets().isEmpty()) {
      return ImmutableList.of();
    }
    PacketSet first = first(now, old).and(first(old, now));
    Map<Entry, PacketSet> openings = new LinkedHashMap<>();
    PacketSet changed = now.none();
    for (Entry entry : entries) {
      try {
        PacketSet ofEntry = compareFirst(entry);
        openings.put(entry, possible(entry).and(first).without(ofEntry));
        changed = changed.or(ofEntry);
      } catch (BudgetExceededException e) {
        left.put(entry, String.valueOf(e.getMessage()));
      }
    }
    if (!left.isEmpty()) {
      return found.all(); // what follows depends on what begins connections anywhere
    }
    PacketSet known =
        now.in(TrackedState.NEW)
            .or(now.in(TrackedState.ESTABLISHED))
            .without(first)
            // What follows is as new as the packet that has begun the connection.
            .without(now.continuing(changed))
            .without(old.continuing(changed))
            .without(now.of(OF_GROUPS.packets()));
    // Errors are about connections that others have begun, too.
    PacketSet errors = now.in(TrackedState.RELATED).without(first);
    PacketSet sentAlike = now.sentAlike(old);
    for (Map.Entry<Entry, PacketSet> same : openings.entrySet()) {
      PacketSet later = possible(same.getKey()).and(known.or(errors)).and(sentAlike);
      if (differ(same.getKey(), later)) {
        PacketSet reachable = reachable(now, later).and(reachable(old, later));
        PacketSet others = reachable.or(same.getValue());
        compareLater(same.getKey(), reachable.without(errors), others);
        compareLater(same.getKey(), reachable.and(errors), others);
      }
    }
    return found.all();
  }

  private PacketSet possible(Entry entry) {
    return now.possible(entry).and(old.possible(entry));
  }

  /** {@return which packets were not compared, and why; empty if all were} */
  Optional<String> undecided() {
    return left.values().stream()
        .findFirst()
        .map(
            reason ->
                reason
                    + " for packets from "
                    + left.keySet().stream().map(Object::toString).collect(Collectors.joining(", "))
                    + "; those of known connections were not compared either");
  }

  /** {@return what was found so far} */
  List<ChangedPackets> found() {
    return found.all();
  }

  /** Packets on the way to an end whose fate has changed, and all that matter there. */
  private record AtEnd(PacketSet changed, PacketSet among) {

    static AtEnd of(PacketSet changed, PacketSet others) {
      return new AtEnd(changed, others.or(changed));
    }
  }

  private Set<End> ends(Entry entry) {
    boolean fromGuest = entry.equals(after.fromGuest());
    return Sets.intersection(now.ends(entry), old.ends(entry)).stream()
        .filter(end -> fromGuest || isEnd.test(end))
        .collect(ImmutableSet.toImmutableSet());
  }

  private boolean differ(Entry entry, PacketSet among) {
    return ends(entry).stream()
        .anyMatch(
            end ->
                !arriving(old, entry, end).and(among).equals(arriving(now, entry, end).and(among)));
  }

  /**
   * {@return the packets in the state that they have by themselves with the rules of one host, or
   * of the other, where only those of the other make the kernel track connections}
   */
  private static PacketSet first(PacketSets one, PacketSets other) {
    return one.first().and(other.first().or(one.tracked()));
  }

  /** {@return those of some packets whose state can come about on a host, or where it has none} */
  private static PacketSet reachable(PacketSets sets, PacketSet packets) {
    return packets.and(sets.reachable()).or(packets.without(sets.tracked()));
  }

  /** {@return those of some packets whose states can be what the host has that tracks them} */
  private PacketSet inPossibleStates(Entry entry, End end, PacketSet packets) {
    Optional<End> place = Optional.of(end);
    PacketSet onlyNow = packets.and(now.tracked()).without(old.tracked());
    PacketSet onlyOld = packets.and(old.tracked()).without(now.tracked());
    PacketSet alike = packets.without(onlyNow).without(onlyOld);
    PacketSet ofNow = onlyNow.isEmpty() ? onlyNow : onlyNow.and(now.unfiltered(entry, place));
    PacketSet ofOld = onlyOld.isEmpty() ? onlyOld : onlyOld.and(old.unfiltered(entry, place));
    return alike.or(ofNow).or(ofOld);
  }

  /**
   * {@return what arrives in one piece, and the fragments of packets that do, where one host has
   * them wait for each other and the other does not}
   *
   * @param sets the host
   * @param other the other host
   * @param whole what arrives
   * @param ofWhole which packets arrive in one piece whose fragments count
   */
  private static PacketSet withHeld(
      PacketSets sets, PacketSets other, Entry entry, End end, PacketSet whole, PacketSet ofWhole) {
    PacketSet alone = sets.tracked().without(other.tracked());
    if (alone.isEmpty()) {
      return whole;
    }
    PacketSet held = sets.held(entry, Optional.of(end)).and(alone);
    return whole.or(held.and(sets.fragmentsOf(ofWhole)));
  }

  /**
   * Compares packets in the states that they have by themselves, which may be other ones after the
   * change.
   */
  private PacketSet compareFirst(Entry entry) {
    Map<End, AtEnd> accepted = new LinkedHashMap<>();
    Map<End, AtEnd> dropped = new LinkedHashMap<>();
    PacketSet ofOld = first(old, now);
    PacketSet ofNow = first(now, old);
    if (ofOld.equals(ofNow) && arriveAlike(entry)) {
      compareFragments(entry);
      return now.none();
    }
    for (End end : ends(entry)) {
      PacketSet unfiltered = unfiltered(entry, end).and(possible(entry));
      PacketSet there = unfiltered.inAnyState().perhaps().and(possible(entry));
      PacketSet was = arriving(old, entry, end).and(there).and(ofOld);
      PacketSet is = arriving(now, entry, end).and(there).and(ofNow);
      PacketSet more = newly(is, now, was, old, entry, end).and(there);
      PacketSet less = newly(was, old, is, now, entry, end).and(there);
      PacketSet arrived = knownArriving(old, entry, end, more).without(ofNow);
      PacketSet arrive = knownArriving(now, entry, end, less).without(ofOld);
      // Packets that only get there translated have to be told from those to other destinations.
      boolean plain = more.or(less).without(unfiltered.perhaps()).isEmpty();
      PacketSet others = plain ? unfiltered : there.toAnyDestination().and(possible(entry));
      accepted.put(end, AtEnd.of(more, others.and(ofNow).or(arrived)));
      dropped.put(end, AtEnd.of(less, others.and(ofOld).or(arrive)));
    }
    PacketSet changed =
        report(Effect.ACCEPTED, entry, accepted).or(report(Effect.DROPPED, entry, dropped));
    compareFragments(entry);
    return changed;
  }

  /** {@return whether the same packets arrive everywhere, and the same fragments wait} */
  private boolean arriveAlike(Entry entry) {
    return old.tracked().equals(now.tracked())
        && ends(entry).stream()
            .allMatch(end -> arriving(old, entry, end).equals(arriving(now, entry, end)));
  }

  /**
   * {@return the packets of known connections, and errors about them, that certainly arrive on a
   * host, as far as words for some packets are likely to mean them, too}
   */
  private PacketSet knownArriving(PacketSets sets, Entry entry, End end, PacketSet some) {
    PacketSet inOtherStates = some.and(sets.tracked()).inAnyState();
    if (inOtherStates.isEmpty()) {
      return inOtherStates;
    }
    PacketSet there = unfiltered(entry, end).inAnyState();
    PacketSet alike = inOtherStates.without(differing().packets()).and(there);
    PacketSet known =
        now.in(TrackedState.NEW)
            .or(now.in(TrackedState.ESTABLISHED))
            .or(now.in(TrackedState.RELATED))
            .and(possible(entry))
            .without(some);
    return arriving(sets, entry, end)
        .and(there)
        .or(sets.arriving(entry, Optional.of(end), alike).and(alike))
        .and(known)
        .and(sets.reachable())
        .certain();
  }

  /**
   * Compares later fragments where both hosts have them wait for each other: rules before that may
   * drop some, of packets that arrive in one piece.
   */
  private void compareFragments(Entry entry) {
    PacketSet both = now.tracked().and(old.tracked());
    if (haveSameFragments || both.isEmpty()) {
      return;
    }
    Map<End, AtEnd> accepted = new LinkedHashMap<>();
    Map<End, AtEnd> dropped = new LinkedHashMap<>();
    if (ends(entry).stream()
        .allMatch(end -> waiting(now, entry, end).equals(waiting(old, entry, end)))) {
      return;
    }
    for (End end : ends(entry)) {
      PacketSet waiting = waiting(now, entry, end).and(both);
      PacketSet waited = waiting(old, entry, end).and(both);
      PacketSet whole = unfiltered(entry, end).and(possible(entry));
      PacketSet others = now.held(entry, Optional.of(end)).or(old.held(entry, Optional.of(end)));
      PacketSet among = whole.or(others.and(both).and(possible(entry)).and(now.fragmentsOf(whole)));
      PacketSet some =
          waiting.equals(waited)
              ? now.none()
              : among.and(now.fragmentsOf(arrivingInBoth(entry, end)));
      accepted.put(end, AtEnd.of(some.and(waiting).without(waited), among));
      dropped.put(end, AtEnd.of(some.and(waited).without(waiting), among));
    }
    report(Effect.ACCEPTED, entry, accepted);
    report(Effect.DROPPED, entry, dropped);
  }

  /** {@return the fragments that wait for others, of packets for which rules may differ} */
  private PacketSet waiting(PacketSets sets, Entry entry, End end) {
    return few(sets).held(entry, Optional.of(end), differing().packets());
  }

  /** {@return the rules that see fragments where the kernel puts them together} */
  private static List<Ruleset> seeingFragments(Subject subject) {
    return subject.rulesets().stream().filter(Comparison::seesFragments).toList();
  }

  private static boolean seesFragments(Ruleset rules) {
    return rules.family() == Family.BRIDGE
        || rules.tables().values().stream()
            .flatMap(table -> table.chains().values().stream())
            .flatMap(chain -> chain.base().stream())
            .anyMatch(hook -> hook.priority() < ConnectionTracking.REASSEMBLY);
  }

  /** {@return what arrives in one piece on both hosts} */
  private PacketSet arrivingInBoth(Entry entry, End end) {
    PacketSet is = now.arriving(entry, Optional.of(end)).and(possible(entry));
    PacketSet was = old.arriving(entry, Optional.of(end)).and(possible(entry));
    return reachable(now, is).and(reachable(old, was));
  }

  /**
   * {@return what arrives on one host and not on the other}
   *
   * @param arriving what arrives in one piece on the one host
   * @param sets the one host
   * @param known what arrives in one piece on the other
   * @param others the other host
   */
  private static PacketSet newly(
      PacketSet arriving,
      PacketSets sets,
      PacketSet known,
      PacketSets others,
      Entry entry,
      End end) {
    PacketSet before = known.inAnyState();
    PacketSet wholeInBoth = arriving.and(before);
    return withHeld(sets, others, entry, end, arriving, wholeInBoth)
        .without(withHeld(others, sets, entry, end, before, before));
  }

  private PacketSet unfiltered(Entry entry, End end) {
    Optional<End> place = Optional.of(end);
    return now.unfiltered(entry, place).or(old.unfiltered(entry, place));
  }

  private PacketSets.Differing differing() {
    if (differing == null) {
      differing = now.differing(old);
    }
    return differing;
  }

  /** {@return sets of a host that only lead packets through rules for which these may differ} */
  private PacketSets few(PacketSets sets) {
    return sets == now ? differing().one() : differing().other();
  }

  /** {@return what arrives of the packets for which rules may differ} */
  private PacketSet arriving(PacketSets sets, Entry entry, End end) {
    PacketSets few = few(sets);
    return arriving.computeIfAbsent(
        new Passage(few, entry, end),
        any -> few.arriving(entry, Optional.of(end), differing().packets()));
  }

  /** The way of packets through one of both hosts. */
  private record Passage(PacketSets sets, Entry entry, End end) {}

  /** {@return what arrives, with what arrives as it is not tracked, whatever state others have} */
  private PacketSet arrivingOrUntracked(PacketSets sets, Entry entry, End end) {
    PacketSet arriving = arriving(sets, entry, end);
    return arriving.or(arriving.and(sets.in(TrackedState.UNTRACKED)).inAnyState());
  }

  /**
   * Compares packets of connections that are known in both.
   *
   * @param entry where packets enter
   * @param some which packets are compared
   * @param others from which these have to be told, too
   */
  private void compareLater(Entry entry, PacketSet some, PacketSet others) {
    Map<End, AtEnd> accepted = new LinkedHashMap<>();
    Map<End, AtEnd> dropped = new LinkedHashMap<>();
    for (End end : ends(entry)) {
      PacketSet unfiltered = unfiltered(entry, end);
      PacketSet among = inPossibleStates(entry, end, unfiltered.and(others));
      PacketSet there = inPossibleStates(entry, end, unfiltered.inAnyState().and(some));
      PacketSet was = arriving(old, entry, end).and(there);
      PacketSet is = arriving(now, entry, end).and(there);
      PacketSet more = is.without(arrivingOrUntracked(old, entry, end));
      PacketSet less = was.without(arrivingOrUntracked(now, entry, end));
      accepted.put(end, AtEnd.of(more, among.or(knownArriving(old, entry, end, more))));
      dropped.put(end, AtEnd.of(less, among.or(knownArriving(now, entry, end, less))));
    }
    found.ofKnownConnections();
    report(Effect.ACCEPTED, entry, accepted);
    report(Effect.DROPPED, entry, dropped);
  }

  /** {@return the packets whose fate has changed} */
  private PacketSet report(Effect effect, Entry entry, Map<End, AtEnd> byEnd) {
    PacketSet all = now.none();
    PacketSet among = now.none();
    for (AtEnd at : byEnd.values()) {
      all = all.or(at.changed());
      among = among.or(at.among());
    }
    if (all.isEmpty()) {
      return all;
    }
    long changed = byEnd.values().stream().filter(at -> !at.changed().isEmpty()).count();
    boolean everywhere = changed > 1 || byEnd.size() == 1;
    for (AtEnd at : byEnd.values()) {
      everywhere &= at.changed().equals(all.and(at.among()));
    }
    if (everywhere) {
      found.add(effect, entry, Optional.empty(), all, among);
    } else {
      byEnd.forEach(
          (end, at) -> found.add(effect, entry, Optional.of(end), at.changed(), at.among()));
    }
    return all;
  }
}
