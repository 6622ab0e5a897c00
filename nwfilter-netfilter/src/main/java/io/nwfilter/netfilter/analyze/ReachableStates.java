package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;

/**
 * Which packets can belong to a known connection: those for which rules let some first packet with
 * the same addresses, protocol and ports, or with these exchanged, through.
 */
final class ReachableStates {

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final TrackedPackets tracked;
  private final Tuples tuples;

  ReachableStates(PacketSpace space) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.tracked = new TrackedPackets(space);
    this.tuples = new Tuples(space);
  }

  /**
   * {@return the packets whose state is one that can come about}
   *
   * @param opened packets that start a connection and arrive
   * @param first the packets in the state that they have by themselves
   * @param translated whether addresses may have been translated, so that any packet may be a reply
   */
  int of(int opened, int first, boolean translated) {
    int same = tuples.of(opened);
    int replies = replies(same, translated);
    int later = tracked.in(TrackedState.ESTABLISHED);
    int related = tracked.in(TrackedState.RELATED);
    int following = diagrams.without(tracked.in(TrackedState.NEW), first);
    int about = opened == NOTHING ? NOTHING : related;
    return diagrams.union(
        List.of(
            diagrams.not(diagrams.union(List.of(later, related, following))),
            diagrams.and(later, continuing(opened, translated)),
            diagrams.and(following, translated ? replies : same),
            about));
  }

  private int replies(int same, boolean translated) {
    return translated && same != NOTHING ? EVERYTHING : tuples.exchanged(same);
  }

  /**
   * {@return the packets of known connections that some packets may have begun, but not those that
   * are about such connections}
   *
   * @param opened packets that start a connection
   * @param translated whether addresses may have been translated, so that any packet may be a reply
   */
  int continuing(int opened, boolean translated) {
    int same = tuples.of(opened);
    int replies = replies(same, translated);
    int original =
        space.in(Field.CONNECTION_DIRECTION, Values.single(Field.CONNECTION_DIRECTION, 0));
    return diagrams.and(
        diagrams.or(tracked.in(TrackedState.ESTABLISHED), tracked.in(TrackedState.NEW)),
        diagrams.choose(original, translated ? replies : same, replies));
  }
}
