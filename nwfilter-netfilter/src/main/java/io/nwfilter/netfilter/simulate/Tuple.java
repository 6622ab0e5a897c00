package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import org.jspecify.annotations.Nullable;

/**
 * What connection tracking knows a packet of a connection by. For messages of ICMP, the source port
 * is the identifier, and the destination port the type and code.
 *
 * <p>DCCP has no ports here: Linux stopped tracking it (6.18 was seen to know only its addresses).
 *
 * @param protocol the protocol of IP
 * @param source the source address
 * @param destination the destination address
 * @param sourcePort the source port; 0 if the protocol has none
 * @param destinationPort the destination port
 */
record Tuple(int protocol, Bits source, Bits destination, int sourcePort, int destinationPort) {

  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;

  /** {@return the tuple of a packet; null if a header is missing that it needs} */
  static @Nullable Tuple of(Packet packet) {
    boolean ipv4 = packet.has(Header.IPV4);
    Bits protocol = packet.value(Field.IP_PROTOCOL).orElse(null);
    if (protocol == null) {
      return null;
    }
    Bits source = packet.value(ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE).orElseThrow();
    Bits destination =
        packet.value(ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION).orElseThrow();
    int number = (int) protocol.low();
    switch (number) {
      case 6, 17, 132, 136 -> {
        Bits from = packet.value(Field.SOURCE_PORT).orElse(null);
        Bits to = packet.value(Field.DESTINATION_PORT).orElse(null);
        return from == null || to == null
            ? null
            : new Tuple(number, source, destination, (int) from.low(), (int) to.low());
      }
      case ICMP -> {
        return ipv4
            ? message(number, source, destination, packet, Field.ICMP_TYPE)
            : new Tuple(number, source, destination, 0, 0);
      }
      case ICMPV6 -> {
        return ipv4
            ? new Tuple(number, source, destination, 0, 0)
            : message(number, source, destination, packet, Field.ICMPV6_TYPE);
      }
      default -> {
        return new Tuple(number, source, destination, 0, 0);
      }
    }
  }

  private static @Nullable Tuple message(
      int protocol, Bits source, Bits destination, Packet packet, Field type) {
    Slot id = type == Field.ICMP_TYPE ? Slot.ICMP_ID : Slot.ICMPV6_ID;
    LayerType layer = type == Field.ICMP_TYPE ? LayerType.ICMP : LayerType.ICMPV6;
    Bits message = packet.value(type).orElse(null);
    return message == null
        ? null
        : packet
            .layer(layer)
            .map(icmp -> (int) icmp.get(id).low())
            .map(number -> new Tuple(protocol, source, destination, number, (int) message.low()))
            .orElse(null);
  }

  /** {@return the tuple of replies} */
  Tuple inverse() {
    if (protocol == ICMP || protocol == ICMPV6) {
      return new Tuple(protocol, destination, source, sourcePort, counterpart(destinationPort));
    }
    return new Tuple(protocol, destination, source, destinationPort, sourcePort);
  }

  private static int counterpart(int message) {
    return (ConnectionTracking.counterpart(message >> 8) << 8) | (message & 0xff);
  }

  Tuple withSource(Translation to) {
    return new Tuple(
        protocol, to.address(), destination, to.port().orElse(sourcePort), destinationPort);
  }

  Tuple withDestination(Translation to) {
    return new Tuple(protocol, source, to.address(), sourcePort, to.port().orElse(destinationPort));
  }
}
