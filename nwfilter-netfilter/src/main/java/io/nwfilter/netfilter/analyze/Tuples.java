package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What tells connections from each other: addresses, protocol and ports. That messages of ICMP have
 * a number is left out.
 */
final class Tuples {

  private static final ImmutableSet<Field> SOURCES =
      ImmutableSet.of(Field.IPV4_SOURCE, Field.IPV6_SOURCE, Field.SOURCE_PORT);

  private final Diagrams diagrams;
  private final Set<Integer> kept = new HashSet<>();
  private final Map<Integer, Integer> swapped = new HashMap<>();

  Tuples(PacketSpace space) {
    this.diagrams = space.diagrams;
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

  /** {@return the packets with the same addresses, protocol and ports as some in a set} */
  int of(int packets) {
    return diagrams.exists(packets, variable -> !kept.contains(variable));
  }

  /** {@return the packets whose ends are exchanged} */
  int exchanged(int packets) {
    return diagrams.replaced(
        packets, variable -> diagrams.variableSet(swapped.getOrDefault(variable, variable)));
  }
}
