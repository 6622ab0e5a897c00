package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.TrackedPackets;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;

/**
 * The packets that rules of a table can get, whatever other tables do.
 *
 * @param space the space of the sets
 * @param family the family of the table
 * @param all the packets, in a state that the kernel can give to them
 */
record TablePackets(PacketSpace space, Family family, int all) {

  private static final ImmutableList<TrackedState> STATES =
      ImmutableList.of(
          TrackedState.NEW,
          TrackedState.RELATED,
          TrackedState.ESTABLISHED,
          TrackedState.INVALID,
          TrackedState.UNTRACKED);

  static TablePackets of(PacketSpace space, Family family) {
    int all = space.universe(family);
    return new TablePackets(
        space,
        family,
        family == Family.BRIDGE
            ? all
            : space.diagrams.and(
                all, new TrackedPackets(space).inPossibleState(family == Family.IPV4)));
  }

  /** {@return whether there could be packets of a set if the kernel gave other states to them} */
  boolean isInOtherStates(int packets) {
    return family != Family.BRIDGE
        && space.diagrams.intersects(packets, space.universe(family))
        && space.diagrams.intersects(inAnyState(packets), all);
  }

  /** {@return the states that the kernel usually gives to packets of a set} */
  ImmutableSet<TrackedState> states(int packets) {
    TrackedPackets tracked = new TrackedPackets(space);
    int found =
        space.all(inAnyState(packets), all, tracked.found(family == Family.IPV4, NOTHING, true));
    return STATES.stream()
        .filter(state -> space.diagrams.intersects(found, tracked.in(state)))
        .collect(ImmutableSet.toImmutableSet());
  }

  private int inAnyState(int packets) {
    return space.diagrams.exists(
        space.diagrams.and(packets, space.universe(family)), Variables.OF_CONNECTION);
  }
}
