package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which packets can belong to a known connection: those for which rules let some first packet with
 * the same addresses, protocol and ports, or with these exchanged, through.
 */
final class ReachableStates {

  private static final ImmutableSet<Field> SOURCES =
      ImmutableSet.of(Field.IPV4_SOURCE, Field.IPV6_SOURCE, Field.SOURCE_PORT);

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final TrackedPackets tracked;
  private final Set<Integer> kept = new HashSet<>();
  private final Map<Integer, Integer> swapped = new HashMap<>();

  ReachableStates(PacketSpace space) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.tracked = new TrackedPackets(space);
    for (Field source : SOURCES) {
      int[] ofSource = space.variables.bits(source);
      int[] ofDestination = space.variables.bits(source.opposite());
      for (int i = 0; i < ofSource.length; i++) {
        kept.add(ofSource[i]);
        kept.add(ofDestination[i]);
        swapped.put(ofSource[i], ofDestination[i]);
        swapped.put(ofDestination[i], ofSource[i]);
      }
    }
    for (int bit : space.variables.bits(Field.IP_PROTOCOL)) {
      kept.add(bit);
    }
    for (Header header : ImmutableList.of(Header.IPV4, Header.IPV6, Header.TRANSPORT)) {
      kept.add(space.variables.presence(header));
    }
  }

  /**
   * {@return the packets whose state is one that can come about}
   *
   * @param opened packets that start a connection and arrive
   * @param translated whether addresses may have been translated, so that any packet may be a reply
   */
  int of(int opened, boolean translated) {
    int tuples = diagrams.exists(opened, variable -> !kept.contains(variable));
    int replies =
        translated && opened != NOTHING
            ? EVERYTHING
            : diagrams.replaced(
                tuples,
                variable -> diagrams.variableSet(swapped.getOrDefault(variable, variable)));
    int original =
        space.in(Field.CONNECTION_DIRECTION, Values.single(Field.CONNECTION_DIRECTION, 0));
    int later = tracked.in(TrackedState.ESTABLISHED);
    int related = tracked.in(TrackedState.RELATED);
    int established = diagrams.choose(original, translated ? replies : tuples, replies);
    int known = diagrams.and(later, established);
    int others = diagrams.not(diagrams.or(later, related));
    int about = opened == NOTHING ? NOTHING : related;
    return diagrams.or(others, diagrams.or(known, about));
  }
}
