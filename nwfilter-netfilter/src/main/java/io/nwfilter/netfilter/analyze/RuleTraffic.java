package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.way.ChainFlow;
import io.nwfilter.netfilter.analyze.way.FlowObserver;
import io.nwfilter.netfilter.analyze.way.TableFlow;
import io.nwfilter.netfilter.simulate.ChainPlace;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which packets meet which rule on their ways through a host, after all rules of all layers that
 * come before, and which of them arrive.
 *
 * <pre>{@code
 * RuleTraffic traffic = sets.traffic(Entry.port("vnet0"), Optional.empty());
 * boolean dead = traffic.meeting(place).isEmpty();
 * }</pre>
 */
public final class RuleTraffic {

  private final PacketSets sets;
  private final ImmutableMap<RulePlace, Met> byPlace;

  private RuleTraffic(PacketSets sets, ImmutableMap<RulePlace, Met> byPlace) {
    this.sets = sets;
    this.byPlace = byPlace;
  }

  /**
   * The packets that meet a rule, as they enter.
   *
   * @param meeting all of them
   * @param taken those that go no further in the rule's chain
   * @param arriving those that arrive by the way on which they meet it
   */
  private record Met(int meeting, int taken, int arriving) {}

  /**
   * {@return the packets that meet a rule on some way, as they enter}
   *
   * @param rule where the rule is
   */
  public PacketSet meeting(RulePlace rule) {
    Met met = byPlace.get(rule);
    return sets.set(met == null ? NOTHING : met.meeting());
  }

  /**
   * {@return the packets that a rule takes on some way, as they enter: those that meet it, and go
   * no further in its chain}
   *
   * @param rule where the rule is
   */
  public PacketSet taken(RulePlace rule) {
    Met met = byPlace.get(rule);
    return sets.set(met == null ? NOTHING : met.taken());
  }

  /**
   * {@return the packets that meet a rule, and arrive by a way on which they do, as they enter}
   *
   * @param rule where the rule is
   */
  public PacketSet arriving(RulePlace rule) {
    Met met = byPlace.get(rule);
    return sets.set(met == null ? NOTHING : met.arriving());
  }

  /** Records what packets meet, one way after the other. */
  static final class Recorder implements FlowObserver {

    private final Diagrams diagrams;
    private final Map<RulePlace, Met> all = new LinkedHashMap<>();
    private final List<Seen> onWay = new ArrayList<>();

    /** The places of the rules of chains, each of which is made once. */
    private final Map<ChainPlace, List<RulePlace>> places = new HashMap<>();

    Recorder(Diagrams diagrams) {
      this.diagrams = diagrams;
    }

    /** A chain through which packets were led on a way. */
    private record Seen(ChainPlace where, ChainFlow flow) {}

    @Override
    public boolean isInterested() {
      return true;
    }

    @Override
    public void see(RuleTable table, TableFlow flow) {
      for (ChainFlow chain : flow.chains()) {
        if (chain.entering() != NOTHING) {
          onWay.add(new Seen(table.place(chain.chain.name()), chain));
        }
      }
    }

    /** Ends a way: adds what packets that there can be have met on it. */
    void finish(int possible, int arriving) {
      for (Seen seen : onWay) {
        for (int i = 0; i < seen.flow().size(); i++) {
          int meeting = seen.flow().meeting(i, possible);
          if (meeting != NOTHING) {
            int taken = seen.flow().taken(i, possible);
            Met met = new Met(meeting, taken, diagrams.and(meeting, arriving));
            all.merge(place(seen, i), met, this::both);
          }
        }
      }
      onWay.clear();
    }

    private Met both(Met one, Met other) {
      return new Met(
          diagrams.or(one.meeting(), other.meeting()),
          diagrams.or(one.taken(), other.taken()),
          diagrams.or(one.arriving(), other.arriving()));
    }

    private RulePlace place(Seen seen, int index) {
      return places.computeIfAbsent(seen.where(), where -> places(where, seen.flow())).get(index);
    }

    private static List<RulePlace> places(ChainPlace where, ChainFlow flow) {
      List<RulePlace> places = new ArrayList<>();
      for (int i = 0; i < flow.size(); i++) {
        places.add(new RulePlace(where, i + 1));
      }
      return places;
    }

    RuleTraffic traffic(PacketSets sets) {
      return new RuleTraffic(sets, ImmutableMap.copyOf(all));
    }
  }
}
