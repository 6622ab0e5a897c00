package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.NodeMap;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import io.nwfilter.netfilter.analyze.description.Outline;
import io.nwfilter.netfilter.analyze.description.Witnesses;
import io.nwfilter.netfilter.analyze.space.Disguised;
import io.nwfilter.netfilter.analyze.space.Fragments;
import io.nwfilter.netfilter.analyze.space.PacketClassSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.Replies;
import io.nwfilter.netfilter.analyze.space.TrackedPackets;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.analyze.way.Arrivals;
import io.nwfilter.netfilter.analyze.way.ReachableStates;
import io.nwfilter.netfilter.analyze.way.WaySets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.sample.Disguise;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Way;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sets of packets on a host: those that its rules let through, for all packets at once.
 *
 * <pre>{@code
 * PacketSets sets = PacketSets.of(simulator);
 * PacketSet through = sets.arriving(Entry.port("vnet0"), Optional.empty());
 * boolean closed = through.and(sets.of(packets)).and(sets.possible(entry)).isEmpty();
 * }</pre>
 *
 * <p>Packets are single ones as they enter, with right lengths and checksums, with no options that
 * the kernel itself refuses and, where connections are tracked, not in fragments: there, what comes
 * in fragments is what comes whole. Bridges know where a MAC address is if the situation says so,
 * and learn nothing. All methods may throw {@link BudgetExceededException}. Not safe for use by
 * several threads at a time.
 */
public final class PacketSets {

  private final Simulator simulator;
  private final PacketSpace space;
  private final Arrivals arrivals;
  private final PacketClassSets classes;
  private final TrackedPackets tracked;
  private final Witnesses witnesses;
  private @Nullable Replies replies;

  /** What was copied from other spaces. */
  private final IdentityHashMap<PacketSpace, NodeMap> copied = new IdentityHashMap<>();

  private PacketSets(Simulator simulator, PacketSpace space) {
    this.simulator = requireNonNull(simulator, "simulator");
    this.space = space;
    this.arrivals = new Arrivals(space, simulator);
    this.classes = new PacketClassSets(space);
    this.tracked = new TrackedPackets(space);
    this.witnesses = new Witnesses(space, simulator);
  }

  /**
   * {@return sets of packets on a host}
   *
   * @param simulator the host
   */
  public static PacketSets of(Simulator simulator) {
    return of(simulator, AnalysisBudget.DEFAULT);
  }

  /**
   * {@return sets of packets on a host within a budget}
   *
   * @param simulator the host
   * @param maxNodes how many nodes all sets may have together, each of about 36 octets
   */
  public static PacketSets of(Simulator simulator, int maxNodes) {
    return of(simulator, AnalysisBudget.ofNodes(maxNodes));
  }

  /**
   * {@return sets of packets on a host within a budget}
   *
   * @param simulator the host
   * @param budget how many nodes all sets may have together, and how long they may take
   * @throws BudgetExceededException if the time is over
   */
  public static PacketSets of(Simulator simulator, AnalysisBudget budget) {
    return new PacketSets(simulator, PacketSpace.of(budget));
  }

  /**
   * {@return the sets of another host that can be combined with these}
   *
   * @param other the other host
   */
  public PacketSets on(Simulator other) {
    return new PacketSets(other, space);
  }

  /**
   * {@return sets of the same host in a space of their own, with as large a budget} What is only
   * needed to describe a set takes no room among the sets of an analysis then. Sets of both cannot
   * be combined, but {@linkplain #copied copied}.
   */
  public PacketSets apart() {
    return new PacketSets(simulator, space.apart());
  }

  /**
   * {@return a set of another space as one of this one}
   *
   * @param packets the set, of a space that was made by {@link #apart} of this one or the reverse,
   *     or of both from a third
   */
  public PacketSet copied(PacketSet packets) {
    PacketSpace from = packets.owner.space();
    return set(
        from == space
            ? packets.node
            : diagrams()
                .copied(
                    from.diagrams,
                    packets.node,
                    copied.computeIfAbsent(from, any -> new NodeMap())));
  }

  /**
   * Limits the time that everything takes from now on, in place of any limit before.
   *
   * @param limit when everything ends; what takes longer ends with a {@link
   *     BudgetExceededException}
   * @throws BudgetExceededException if the time is over already
   */
  public void limitTime(TimeLimit limit) {
    diagrams().limit(limit);
    limit.check();
  }

  /** {@return whether more than half of the nodes of the budget are used up} */
  public boolean isHalfFull() {
    return space.diagrams.isHalfFull();
  }

  /** {@return whether the nodes of the budget are used up, so that most other sets are not made} */
  public boolean isFull() {
    return space.diagrams.isFull();
  }

  Diagrams diagrams() {
    return space.diagrams;
  }

  PacketSpace space() {
    return space;
  }

  PacketSet set(int node) {
    return new PacketSet(this, node);
  }

  /**
   * {@return which packets get to which rule on their ways}
   *
   * @param entry where they enter
   * @param end where the ways lead to; empty for anywhere
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public RuleTraffic traffic(Entry entry, Optional<End> end) {
    RuleTraffic.Recorder recorder = new RuleTraffic.Recorder(space.diagrams);
    WaySets observed = WaySets.observed(space, simulator, recorder);
    int possible = possible(entry).node;
    for (Way way : arrivals.between(entry, end)) {
      recorder.finish(possible, observed.arriving(way, EVERYTHING));
    }
    return recorder.traffic(this);
  }

  /**
   * {@return the packets of a class}
   *
   * @param packets the class
   */
  public PacketSet of(PacketClass packets) {
    return set(classes.of(packets));
  }

  /**
   * {@return what the rules let through, not only of {@linkplain #possible possible} packets}
   *
   * @param entry where packets enter
   * @param end where they arrive; empty for anywhere
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public PacketSet arriving(Entry entry, Optional<End> end) {
    return set(arrivals.arriving(entry, end));
  }

  /**
   * {@return those of some packets that the rules let through} For a few packets, that needs much
   * less than to find out what arrives of all.
   *
   * @param entry where packets enter
   * @param end where they arrive; empty for anywhere
   * @param packets the packets
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public PacketSet arriving(Entry entry, Optional<End> end, PacketSet packets) {
    return set(arrivals.arriving(entry, end, packets.node));
  }

  /**
   * {@return what the rules let through, in the states of connections that packets have on their
   * ways: by ways on which the kernel tracks no connections, packets are untracked}
   *
   * @param entry where packets enter
   * @param end where they arrive; empty for anywhere
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public PacketSet arrivingAsTracked(Entry entry, Optional<End> end) {
    return set(arrivals.arrivingAsTracked(entry, end));
  }

  /**
   * {@return what would arrive if rules dropped and changed nothing, in the states of connections
   * that packets have on their ways}
   *
   * @param entry where packets enter
   * @param end where they arrive; empty for anywhere
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public PacketSet unfilteredAsTracked(Entry entry, Optional<End> end) {
    return set(arrivals.unfilteredAsTracked(entry, end));
  }

  /**
   * {@return the later fragments that rules let get to where the kernel holds them until it has the
   * whole packet: they arrive as part of it, if it does}
   *
   * @param entry where they enter
   * @param end where the ways lead to; empty for anywhere
   * @throws IllegalArgumentException if the situation has no such interface
   * @see #fragmentsOf
   */
  public PacketSet held(Entry entry, Optional<End> end) {
    return held(entry, end, set(EVERYTHING));
  }

  /**
   * {@return those of some later fragments that rules let get to where the kernel holds them}
   *
   * @param entry where they enter
   * @param end where the ways lead to; empty for anywhere
   * @param packets the fragments
   * @throws IllegalArgumentException if the situation has no such interface
   * @see #held(Entry, Optional)
   */
  public PacketSet held(Entry entry, Optional<End> end, PacketSet packets) {
    return set(arrivals.held(entry, end, packets.node));
  }

  /**
   * {@return the later fragments of packets in a set, in any state of connections}
   *
   * @param whole the set
   */
  public PacketSet fragmentsOf(PacketSet whole) {
    return set(Fragments.of(space, whole.node));
  }

  /** {@return the packets of those families whose connections rules make the kernel track} */
  public PacketSet tracked() {
    WaySets ways = arrivals.ways();
    return set(diagrams().or(ways.tracked(Family.IPV4), ways.tracked(Family.IPV6)));
  }

  /**
   * {@return what would arrive if rules dropped and changed nothing}
   *
   * @param entry where packets enter
   * @param end where they arrive; empty for anywhere
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public PacketSet unfiltered(Entry entry, Optional<End> end) {
    return set(arrivals.unfiltered(entry, end));
  }

  /**
   * {@return the packets that there can be, in any state of connections}
   *
   * @param entry where they enter
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public PacketSet possible(Entry entry) {
    return set(arrivals.possible(entry));
  }

  /**
   * {@return those of some packets that there can be, in any state of connections}
   *
   * @param entry where they enter
   * @param packets the packets
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public PacketSet possible(Entry entry, PacketSet packets) {
    return set(arrivals.possible(entry, packets.node));
  }

  /**
   * {@return the packets in a state of connections}
   *
   * @param state the state
   */
  public PacketSet in(TrackedState state) {
    return set(tracked.in(state));
  }

  /**
   * {@return the packets in the state that they have by themselves, as the first packet of a
   * connection if they can be that; in any state where rules do not make the kernel track
   * connections}
   */
  public PacketSet first() {
    return set(arrivals.ways().first());
  }

  /**
   * {@return the packets that belong to connections only where rules make the kernel track them:
   * others are not tracked}
   */
  public PacketSet withKnownConnections() {
    return set(arrivals.ways().withKnownConnections());
  }

  /**
   * {@return the packets whose state can come about: those of known connections only if the rules
   * let a first packet of such a connection through}
   */
  public PacketSet reachable() {
    return set(arrivals.reachable());
  }

  /**
   * {@return the packets that are as senders usually make them: frames without tags, with whole
   * headers, no later fragments, with hops left}
   */
  public PacketSet ordinary() {
    return set(OrdinaryPackets.of(space));
  }

  /**
   * {@return packets that are those of a set but for how much of them is there (cut off, or a later
   * fragment, or whole) and whether they may go further}
   *
   * @param packets the set
   */
  public PacketSet inAnyForm(PacketSet packets) {
    return set(OrdinaryPackets.inAnyForm(space, packets.node));
  }

  /**
   * {@return packets that are those of a set but for how much of them is there (cut off, or a later
   * fragment, or whole)}
   *
   * @param packets the set
   */
  public PacketSet inOtherForms(PacketSet packets) {
    return set(OrdinaryPackets.inOtherForms(space, packets.node));
  }

  /**
   * {@return the packets that have a form}
   *
   * @param form the form
   */
  public PacketSet in(PacketForm form) {
    return set(OrdinaryPackets.in(space, form));
  }

  /** {@return the set without packets} */
  public PacketSet none() {
    return set(NOTHING);
  }

  /**
   * {@return where packets may arrive}
   *
   * @param entry where they enter
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public Set<End> ends(Entry entry) {
    return arrivals.ends(entry);
  }

  /**
   * {@return a packet whose octets are those of one in a set: a usual one, changed no more than it
   * takes; empty if no packet with the headers of a usual one is in the set}
   *
   * @param packets the set
   * @param usual the usual packets, those that are to be preferred first
   */
  public Optional<Packet> witness(PacketSet packets, List<Packet> usual) {
    return witnesses.of(packets.node, usual);
  }

  /**
   * {@return the first of some usual packets that is possible and whose octets are those of one in
   * all of some sets} Empty if none is, and also if that cannot be told without the intersection of
   * the sets, for which this is a quick try.
   *
   * @param entry where packets enter
   * @param usual the usual packets
   * @param eligible which of them count
   * @param sets the sets
   */
  public Optional<Packet> usualWitness(
      Entry entry, List<Packet> usual, Predicate<Packet> eligible, PacketSet... sets) {
    int[] all = Arrays.stream(sets).mapToInt(set -> set.node).toArray();
    return witnesses.unchanged(all, arrivals.entering(entry), usual, eligible);
  }

  /**
   * {@return whether a packet with the octets of another is in a set} It is not known if that
   * depends on something that a set cannot tell.
   *
   * @param packets the set
   * @param packet the packet
   */
  public Answer contains(PacketSet packets, Packet packet) {
    return witnesses.contains(packets.node, packet);
  }

  /**
   * {@return the packets of a set for which the rules asked the same, and found the same, as for
   * one of them}
   *
   * @param packets the set
   * @param packet the packet
   */
  public PacketSet alike(PacketSet packets, Packet packet) {
    return set(witnesses.alike(packets.node, packet));
  }

  /**
   * {@return the packets whose replies are in a set, as packets of an established connection}
   *
   * @param replies the replies
   */
  public PacketSet repliedIn(PacketSet replies) {
    if (this.replies == null) {
      this.replies = new Replies(space);
    }
    return set(this.replies.in(replies.node));
  }

  /**
   * {@return the plain packets that are in a set in another form}
   *
   * @param form the form
   * @param packets the set
   */
  public PacketSet disguisedIn(Disguise form, PacketSet packets) {
    return set(new Disguised(space).in(form, packets.node));
  }

  /**
   * {@return what is in a set, in as few and short parts as can be found} What is not known counts
   * as if it were in the set.
   *
   * @param packets the set
   * @param among the packets that matter: of others, the description may say anything
   * @throws BudgetExceededException if there are too many alternatives, too
   */
  public Description description(PacketSet packets, PacketSet among) {
    return new Descriptions(this).of(ofOctets(packets.and(among)), ofOctets(among));
  }

  /**
   * {@return conditions that all packets of a set meet, and that not all others do: at most one for
   * each field, with a few values} Other packets may meet them, too. What is not known counts as if
   * it were in the set.
   *
   * @param packets the set
   * @param among the packets that matter: what all of these meet is left out, but for their kind
   * @throws BudgetExceededException if that needs too many nodes
   */
  public List<PacketCondition> outline(PacketSet packets, PacketSet among) {
    return new Outline(space()).of(ofOctets(packets.and(among)), ofOctets(among));
  }

  private int ofOctets(PacketSet packets) {
    return diagrams().exists(packets.node, Variables.ATOMS);
  }

  /**
   * {@return the packets of known connections that one of some packets may have begun}
   *
   * @param openings the packets that may have begun them
   */
  public PacketSet continuing(PacketSet openings) {
    ReachableStates states = new ReachableStates(space);
    states.open(openings.node);
    return set(states.continuing(arrivals.ways().translateDestinations()));
  }

  /**
   * {@return the packets of those known connections, and all others, that no rule has sent
   * elsewhere which only one of two hosts has} Such connections are as different as the packets
   * that begin them.
   *
   * @param other the other host, whose sets can be combined with these
   */
  public PacketSet sentAlike(PacketSets other) {
    Set<Integer> oneSided =
        Sets.symmetricDifference(
            arrivals.ways().chosenDestinations(), other.arrivals.ways().chosenDestinations());
    return set(diagrams().not(diagrams().union(ImmutableList.copyOf(oneSided))));
  }

  /**
   * {@return the packets for which the rules of two hosts may differ, with sets of both hosts by
   * which only these are led through rules} Of other packets, these sets say nothing.
   *
   * @param other another host, whose sets can be combined with these
   */
  public Differing differing(PacketSets other) {
    if (!arrivals.haveSameWays(other.arrivals)
        || !simulator.situation().hasSameSets(other.simulator.situation())) {
      return new Differing(set(EVERYTHING), this, other);
    }
    Slice slice =
        Slice.of(
            space,
            simulator.rules(),
            other.simulator.rules(),
            PossibleInterfaces.of(simulator.situation(), other.simulator.situation()));
    return new Differing(
        set(slice.packets()),
        on(Simulator.of(simulator.situation(), slice.before())),
        on(Simulator.of(other.simulator.situation(), slice.after())));
  }

  /**
   * What may differ between two hosts.
   *
   * @param packets the packets for which rules may differ, whatever else holds of them
   * @param one sets of the one host
   * @param other sets of the other
   */
  public record Differing(PacketSet packets, PacketSets one, PacketSets other) {}
}
