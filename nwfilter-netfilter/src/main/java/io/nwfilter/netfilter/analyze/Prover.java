package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;
import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Way;
import io.nwfilter.netfilter.simulate.Ways;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proves what becomes of packets on a host, for all packets at once, or finds one that refutes it.
 *
 * <pre>{@code
 * Prover prover = Prover.of(simulator);
 * PacketClass telnet = PacketClass.of(PacketCondition.is(Field.DESTINATION_PORT, 23));
 * Proof proof = prover.never(Entry.port("vnet0"), telnet, Optional.empty());
 * }</pre>
 *
 * <p>Packets are single ones with right lengths and checksums, which have hops left and, where
 * connections are tracked, are no fragments: there, what comes in fragments is what comes whole.
 * Not safe for use by several threads at a time.
 */
public final class Prover {

  /** How many nodes an analysis may have by default: about 100 MB. */
  public static final int DEFAULT_MAX_NODES = RulesetAnalysis.DEFAULT_MAX_NODES;

  private final Simulator simulator;
  private final PacketSpace space;
  private final Diagrams diagrams;
  private final WaySets ways;
  private final PacketClassSets classes;
  private final TrackedPackets tracked;
  private final Map<Entry, Map<End, Integer>> arriving = new HashMap<>();
  private boolean anyState;
  private @Nullable Integer reachable;

  private Prover(Simulator simulator, int maxNodes) {
    this.simulator = requireNonNull(simulator, "simulator");
    this.diagrams = new Diagrams(maxNodes);
    this.space = new PacketSpace(diagrams);
    this.ways = new WaySets(space, simulator.rulesets());
    this.classes = new PacketClassSets(space);
    this.tracked = new TrackedPackets(space);
  }

  /**
   * {@return a prover of what becomes of packets on a host}
   *
   * @param simulator the host
   */
  public static Prover of(Simulator simulator) {
    return new Prover(simulator, DEFAULT_MAX_NODES);
  }

  /**
   * {@return a prover of what becomes of packets on a host within a budget}
   *
   * @param simulator the host
   * @param maxNodes how many nodes the sets of packets may have in all, each of about 24 octets
   */
  public static Prover of(Simulator simulator, int maxNodes) {
    return new Prover(simulator, maxNodes);
  }

  /**
   * Has packets count whatever state their connection has, even if no packets that the rules accept
   * lead to it.
   *
   * @return this prover
   */
  public Prover withAnyState() {
    anyState = true;
    return this;
  }

  /**
   * {@return whether packets never arrive}
   *
   * @param entry where they enter
   * @param packets which packets they are
   * @param end where they do not arrive; empty for anywhere
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public Proof never(Entry entry, PacketClass packets, Optional<End> end) {
    return proved(
        () -> {
          int wrong = diagrams.and(classes.of(packets), arriving(entry, end));
          return refuted(wrong, entry, end, "a packet arrives that should not");
        });
  }

  /**
   * {@return whether only some packets arrive}
   *
   * @param entry where packets enter
   * @param packets which may arrive
   * @param end where others do not arrive; empty for anywhere
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public Proof only(Entry entry, PacketClass packets, Optional<End> end) {
    return proved(
        () -> {
          int wrong = diagrams.without(arriving(entry, end), classes.of(packets));
          return refuted(wrong, entry, end, "a packet arrives that should not");
        });
  }

  private Proof proved(Supplier<Proof> proof) {
    try {
      return proof.get();
    } catch (BudgetExceededException e) {
      return new Proof.Inconclusive(
          "the sets of packets need more than " + e.maxNodes() + " nodes");
    }
  }

  /** {@return what the rules let through, not yet only what there can be} */
  private int arriving(Entry entry, Optional<End> end) {
    Map<End, Integer> byEnd = arriving.computeIfAbsent(entry, this::arriving);
    int all = NOTHING;
    for (Map.Entry<End, Integer> one : byEnd.entrySet()) {
      if (end.isEmpty() || end.get().equals(one.getKey())) {
        all = diagrams.or(all, one.getValue());
      }
    }
    return all;
  }

  private Map<End, Integer> arriving(Entry entry) {
    Map<End, Integer> byEnd = new LinkedHashMap<>();
    for (Way way : Ways.from(simulator.situation(), entry)) {
      byEnd.merge(way.end(), ways.arriving(way), diagrams::or);
    }
    return byEnd;
  }

  private Proof refuted(int wrong, Entry entry, Optional<End> end, String problem) {
    int possible = diagrams.and(wrong, ways.entering(simulator.situation(), entry));
    int fresh =
        diagrams.without(
            possible,
            diagrams.or(tracked.in(TrackedState.ESTABLISHED), tracked.in(TrackedState.RELATED)));
    Witnesses witnesses = new Witnesses(space, simulator);
    if (fresh != NOTHING) {
      return witnesses.arrival(fresh, entry, end, problem);
    }
    int reached = anyState ? possible : diagrams.and(possible, reachable());
    return reached == NOTHING
        ? new Proof.Proved()
        : witnesses.arrival(reached, entry, end, problem);
  }

  /** {@return the packets whose state can come about} */
  private int reachable() {
    if (reachable == null) {
      int opened = NOTHING;
      for (Entry entry : simulator.situation().entries()) {
        opened = diagrams.or(opened, arriving(entry, Optional.empty()));
      }
      reachable =
          new ReachableStates(space)
              .of(diagrams.and(opened, tracked.in(TrackedState.NEW)), translates());
    }
    return reachable;
  }

  private boolean translates() {
    return simulator.rulesets().values().stream()
        .filter(ruleset -> ruleset.family() != Family.BRIDGE)
        .anyMatch(WaySets::translates);
  }
}
