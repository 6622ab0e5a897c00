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

  /** The packets of connections as the first one goes, by their addresses, protocol and ports. */
  private int opened = NOTHING;

  ReachableStates(PacketSpace space) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.tracked = new TrackedPackets(space);
    this.tuples = new Tuples(space);
  }

  /**
   * Adds packets that start connections.
   *
   * @param starting packets that start a connection and arrive
   */
  void open(int starting) {
    opened = diagrams.or(opened, tuples.of(starting));
  }

  /**
   * {@return the packets whose state is one that can come about}
   *
   * @param first the packets in the state that they have by themselves
   * @param translated whether addresses may have been translated, so that any packet may be a reply
   */
  int all(int first, boolean translated) {
    int replies = translated && opened != NOTHING ? EVERYTHING : tuples.exchanged(opened);
    int original =
        space.in(Field.CONNECTION_DIRECTION, Values.single(Field.CONNECTION_DIRECTION, 0));
    int later = tracked.in(TrackedState.ESTABLISHED);
    int related = tracked.in(TrackedState.RELATED);
    int established = diagrams.choose(original, translated ? replies : opened, replies);
    int known = diagrams.and(later, established);
    int following = diagrams.without(tracked.in(TrackedState.NEW), first);
    int about = opened == NOTHING ? NOTHING : related;
    return diagrams.union(
        List.of(
            diagrams.not(diagrams.union(List.of(later, related, following))),
            known,
            diagrams.and(following, translated ? replies : opened),
            about));
  }
}
