package io.nwfilter.netfilter.difference;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Compares which packets arrive, entry by entry and end by end. */
final class Comparison {

  private final Subject before;
  private final Subject after;
  private final PacketSets old;
  private final PacketSets now;
  private final ImmutableList<Entry> entries;
  private final Predicate<End> isEnd;
  private final ChangeList found;

  private Comparison(
      Subject before,
      Subject after,
      int maxNodes,
      ImmutableList<Entry> entries,
      Predicate<End> isEnd) {
    this.before = before;
    this.after = after;
    this.now = PacketSets.of(after.simulator(), maxNodes);
    this.old = now.on(before.simulator());
    this.entries = entries;
    this.isEnd = isEnd;
    this.found = new ChangeList(before, after, now);
  }

  static Comparison ofGuest(Subject before, Subject after, int maxNodes) {
    checkArgument(
        before.fromGuest().equals(after.fromGuest()),
        "interface %s became %s",
        before.fromGuest(),
        after.fromGuest());
    List<Entry> entries = new ArrayList<>();
    entries.add(after.fromGuest());
    common(before, after).stream().filter(entry -> !isGuest(before, entry)).forEach(entries::add);
    if (before.guest().bridge().equals(after.guest().bridge())) {
      entries.add(Entry.raw(after.guest().bridge()));
    }
    End guest = after.guestEnd();
    return new Comparison(
        before, after, maxNodes, ImmutableList.copyOf(entries), guest::equals);
  }

  static Comparison ofHost(Subject before, Subject after, int maxNodes) {
    ImmutableList<Entry> entries =
        common(before, after).stream()
            .filter(entry -> !isGuest(before, entry))
            .collect(ImmutableList.toImmutableList());
    return new Comparison(
        before, after, maxNodes, entries, end -> !isGuest(before, Entry.port(end.name())));
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
    PacketSet first = now.first().and(old.first());
    PacketSet changed = now.none();
    for (Entry entry : entries) {
      changed = changed.or(compare(entry, possible(entry).and(first)));
    }
    PacketSet known =
        now.in(TrackedState.NEW)
            .or(now.in(TrackedState.ESTABLISHED))
            .without(first)
            // What follows is as new as the packet that has begun the connection.
            .without(now.continuing(changed))
            .without(old.continuing(changed));
    if (changed.isEmpty()) { // otherwise it may be about connections that have changed
      known = known.or(now.in(TrackedState.RELATED));
    }
    for (Entry entry : entries) {
      PacketSet later = possible(entry).and(known);
      if (differ(entry, later)) {
        compare(entry, later.and(now.reachable()).and(old.reachable()));
      }
    }
    return found.all();
  }

  private PacketSet possible(Entry entry) {
    return now.possible(entry).and(old.possible(entry));
  }

  /** {@return what was found so far} */
  List<ChangedPackets> found() {
    return found.all();
  }

  /** What becomes of packets on the way to an end, of those that matter. */
  private record AtEnd(PacketSet among, PacketSet accepted, PacketSet dropped) {}

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
                !old.arriving(entry, Optional.of(end))
                    .and(among)
                    .equals(now.arriving(entry, Optional.of(end)).and(among)));
  }

  /** {@return the packets of which something else becomes} */
  private PacketSet compare(Entry entry, PacketSet among) {
    Map<End, AtEnd> atEnds = new LinkedHashMap<>();
    for (End end : ends(entry)) {
      Optional<End> place = Optional.of(end);
      PacketSet there =
          among.and(now.unfiltered(entry, place).or(old.unfiltered(entry, place)));
      PacketSet was = old.arriving(entry, place).and(there);
      PacketSet is = now.arriving(entry, place).and(there);
      atEnds.put(end, new AtEnd(there, is.without(was), was.without(is)));
    }
    report(ChangedPackets.Effect.ACCEPTED, entry, atEnds, AtEnd::accepted);
    report(ChangedPackets.Effect.DROPPED, entry, atEnds, AtEnd::dropped);
    PacketSet changed = now.none();
    for (AtEnd at : atEnds.values()) {
      changed = changed.or(at.accepted()).or(at.dropped());
    }
    return changed;
  }

  private void report(
      ChangedPackets.Effect effect,
      Entry entry,
      Map<End, AtEnd> atEnds,
      Function<AtEnd, PacketSet> which) {
    PacketSet all = now.none();
    PacketSet among = now.none();
    for (AtEnd at : atEnds.values()) {
      all = all.or(which.apply(at));
      among = among.or(at.among());
    }
    if (all.isEmpty()) {
      return;
    }
    boolean everywhere = true;
    for (AtEnd at : atEnds.values()) {
      everywhere &= which.apply(at).equals(all.and(at.among()));
    }
    if (everywhere) {
      found.add(effect, entry, Optional.empty(), all, among);
      return;
    }
    atEnds.forEach(
        (end, at) ->
            found.add(effect, entry, Optional.of(end), which.apply(at), at.among()));
  }
}
