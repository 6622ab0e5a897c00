package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.TrackedPackets;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Way;
import io.nwfilter.netfilter.simulate.Ways;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What arrives at a place of what enters at another one, found out once and when it is asked. */
public final class Arrivals {

  private final Simulator host;
  private final PacketSpace space;
  private final Diagrams diagrams;
  private final WaySets ways;

  /** The ways as they are if no rule drops or changes anything. */
  private final WaySets open;

  /** Where packets that enter at a place are led through the rules. */
  private @Nullable Led filtered;

  /** Where they are led if no rule drops or changes anything. */
  private @Nullable Led free;

  private final Map<Entry, List<Way>> waysFrom = new HashMap<>();
  private final Map<Between, Integer> arriving = new HashMap<>();
  private final Map<Between, Integer> unfiltered = new HashMap<>();
  private final Map<Entry, int[]> entering = new HashMap<>();
  private final Map<Entry, Integer> possible = new HashMap<>();
  private @Nullable Integer reachable;

  /** The ways from one place, in a space of their own. */
  private record Led(Entry entry, WaysApart ways) {}

  /** Two places; any end if it is empty. */
  private record Between(Entry entry, Optional<End> end) {}

  /**
   * Begins with a host.
   *
   * @param space the space of the packets
   * @param host the host
   */
  public Arrivals(PacketSpace space, Simulator host) {
    this.host = host;
    this.space = space;
    this.diagrams = space.diagrams;
    this.ways = new WaySets(space, host, true);
    this.open = new WaySets(space, host, false);
  }

  /** {@return the rules, on all ways} */
  public WaySets ways() {
    return ways;
  }

  /** {@return all ways from a place} */
  List<Way> from(Entry entry) {
    return waysFrom.computeIfAbsent(entry, from -> Ways.from(host.situation(), from));
  }

  /** {@return the ways from a place to another one, or to anywhere} */
  public List<Way> between(Entry entry, Optional<End> end) {
    return end.isEmpty()
        ? from(entry)
        : from(entry).stream().filter(way -> way.end().equals(end.get())).toList();
  }

  /** {@return the places to which ways from another one lead} */
  public Set<End> ends(Entry entry) {
    return from(entry).stream().map(Way::end).collect(ImmutableSet.toImmutableSet());
  }

  /**
   * {@return those of some packets that arrive by a way} Sets that are only needed for that are
   * kept for other ways as long as there is much room.
   */
  private int led(Way way, boolean filtering, int packets) {
    return diagrams.hasRoom()
        ? (filtering ? ways : open).arriving(way, packets)
        : apart(way.entry(), filtering).arriving(way, packets);
  }

  /** {@return the ways from a place; those from the last one are kept, as it has several ends} */
  private WaysApart apart(Entry entry, boolean filtering) {
    Led last = filtering ? filtered : free;
    if (last != null && last.entry().equals(entry)) {
      return last.ways();
    }
    Led next = new Led(entry, new WaysApart(space, host, filtering));
    if (filtering) {
      filtered = next;
    } else {
      free = next;
    }
    return next.ways();
  }

  /** {@return what the rules let through} */
  public int arriving(Entry entry, Optional<End> end) {
    return known(arriving, true, entry, end);
  }

  /** {@return those of some packets that the rules let through} */
  public int arriving(Entry entry, Optional<End> end, int packets) {
    Integer before = arriving.get(new Between(entry, end));
    if (before != null) {
      return diagrams.and(before, packets);
    }
    int all = NOTHING;
    for (Way way : between(entry, end)) {
      all = diagrams.or(all, led(way, true, packets));
    }
    return all;
  }

  /** {@return what would arrive if rules dropped and changed nothing} */
  public int unfiltered(Entry entry, Optional<End> end) {
    return known(unfiltered, false, entry, end);
  }

  /** {@return what the rules let through, in the states that packets have on their ways} */
  public int arrivingAsTracked(Entry entry, Optional<End> end) {
    return asTracked(true, entry, end);
  }

  /** {@return what would arrive if rules dropped and changed nothing, in those states} */
  public int unfilteredAsTracked(Entry entry, Optional<End> end) {
    return asTracked(false, entry, end);
  }

  /** {@return those of some fragments that get where the kernel holds them until all are there} */
  public int held(Entry entry, Optional<End> end, int packets) {
    int all = NOTHING;
    for (Way way : between(entry, end)) {
      int held =
          diagrams.hasRoom() ? ways.held(way, packets) : apart(entry, true).held(way, packets);
      all = diagrams.or(all, held);
    }
    return all;
  }

  private int asTracked(boolean filtering, Entry entry, Optional<End> end) {
    WaySets by = filtering ? ways : open;
    int all = NOTHING;
    for (Way way : between(entry, end)) {
      int arriving = led(way, filtering, EVERYTHING);
      all = diagrams.or(all, diagrams.and(arriving, by.inStatesOf(way)));
    }
    return all;
  }

  private int known(
      Map<Between, Integer> known, boolean filtering, Entry entry, Optional<End> end) {
    Between between = new Between(entry, end);
    Integer before = known.get(between);
    if (before != null) {
      return before;
    }
    int all = NOTHING;
    if (end.isPresent()) {
      for (Way way : between(entry, end)) {
        all = diagrams.or(all, led(way, filtering, EVERYTHING));
      }
    } else {
      for (End one : ends(entry)) {
        all = diagrams.or(all, known(known, filtering, entry, Optional.of(one)));
      }
    }
    known.put(between, all);
    return all;
  }

  /** {@return the packets that there can be, in any state of connections} */
  public int possible(Entry entry) {
    return possible.computeIfAbsent(entry, from -> space.all(entering(from)));
  }

  /** {@return those of some packets that there can be} If they are few, that is much less work. */
  public int possible(Entry entry, int packets) {
    Integer all = possible.get(entry);
    if (all != null) {
      return diagrams.and(packets, all);
    }
    int left = packets;
    int[] parts = entering(entry);
    for (int i = parts.length - 1; i >= 0; i--) {
      left = diagrams.and(left, parts[i]); // the largest one last
    }
    return left;
  }

  /** {@return sets in all of which are the packets that there can be} */
  public int[] entering(Entry entry) {
    return entering.computeIfAbsent(entry, from -> ways.entering(host.situation(), from));
  }

  /** {@return the packets whose state can come about} */
  public int reachable() {
    if (reachable == null) {
      ReachableStates states = new ReachableStates(space);
      int first = ways.first();
      int starting = diagrams.and(new TrackedPackets(space).in(TrackedState.NEW), first);
      for (Entry entry : host.situation().entries()) {
        int entering = diagrams.and(starting, possible(entry));
        for (Way way : from(entry)) {
          if (ways.tracks(way)) {
            states.open(led(way, true, entering));
          }
        }
      }
      reachable = states.all(first, ways.translateDestinations());
    }
    return reachable;
  }

  /** {@return whether packets take the same ways through another host, apart from its rules} */
  public boolean haveSameWays(Arrivals other) {
    Set<Entry> entries = ImmutableSet.copyOf(host.situation().entries());
    return entries.equals(ImmutableSet.copyOf(other.host.situation().entries()))
        && entries.stream()
            .allMatch(
                entry ->
                    ImmutableSet.copyOf(from(entry))
                        .equals(ImmutableSet.copyOf(other.from(entry))));
  }
}
