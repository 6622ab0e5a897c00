package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.TrackedPackets;
import io.nwfilter.netfilter.analyze.space.Tuples;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;

/**
 * Which packets can belong to a known connection: those for which rules let some first packet with
 * the same addresses, protocol and ports, or with these exchanged, through.
 */
public final class ReachableStates {

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final TrackedPackets tracked;
  private final Tuples tuples;

  /** The packets of connections as the first one goes, by their addresses, protocol and ports. */
  private int opened = NOTHING;

  /** Begins with the space of the sets. */
  public ReachableStates(PacketSpace space) {
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
  public void open(int starting) {
    opened = diagrams.or(opened, tuples.of(starting));
  }

  /**
   * {@return the packets whose state is one that can come about}
   *
   * @param first the packets in the state that they have by themselves
   * @param translated whether addresses may have been translated, so that any packet may be a reply
   */
  int all(int first, boolean translated) {
    int later = tracked.in(TrackedState.ESTABLISHED);
    int related = tracked.in(TrackedState.RELATED);
    int following = diagrams.without(tracked.in(TrackedState.NEW), first);
    int about = opened == NOTHING ? NOTHING : related;
    return diagrams.union(
        List.of(
            diagrams.not(diagrams.union(List.of(later, related, following))),
            diagrams.and(later, continuing(translated)),
            diagrams.and(following, translated ? replies(true) : opened),
            about));
  }

  private int replies(boolean translated) {
    return translated && opened != NOTHING ? EVERYTHING : tuples.exchanged(opened);
  }

  /**
   * {@return the packets of known connections that were begun, but not those that are about such
   * connections}
   *
   * @param translated whether addresses may have been translated, so that any packet may be a reply
   */
  public int continuing(boolean translated) {
    int replies = replies(translated);
    int original =
        space.in(Field.CONNECTION_DIRECTION, Values.single(Field.CONNECTION_DIRECTION, 0));
    return diagrams.and(
        diagrams.or(tracked.in(TrackedState.ESTABLISHED), tracked.in(TrackedState.NEW)),
        diagrams.choose(original, translated ? replies : opened, replies));
  }
}
