package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;

/** Which packets connection tracking takes for legal, and which may start a connection. */
final class Validity {

  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;
  private static final int ACK = 16;
  private static final int URG = 32;

  /** The control bits of TCP that may be together; PSH and those of congestion do not count. */
  private static final ImmutableSet<Integer> LEGAL_FLAGS =
      ImmutableSet.of(
          SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG);

  private static final ImmutableSet<Integer> ICMP_REQUESTS = ImmutableSet.of(8, 13, 15, 17);
  private static final ImmutableSet<Integer> ICMPV6_REQUESTS = ImmutableSet.of(128, 139);

  /** Linux 6.18 was seen to take all that come in for invalid, right checksum or not. */
  private static final int UDP_LITE = 136;

  private static final int NO_NEXT_HEADER = 59;

  private Validity() {}

  /**
   * {@return whether a packet is legal by itself}
   *
   * @param checked whether its checksum is looked at
   */
  static boolean isSound(Packet packet, boolean checked) {
    if (checked && hasWrongChecksum(packet)) {
      return false;
    }
    if (isProtocol(packet, 6)) {
      return packet.has(Header.TCP)
          && LEGAL_FLAGS.contains(flags(packet) & (FIN | SYN | RST | ACK | URG));
    }
    if (isProtocol(packet, 17)) {
      return packet
          .layer(LayerType.UDP)
          .filter(udp -> !udp.fixed().contains(Slot.UDP_LENGTH))
          .isPresent();
    }
    return !(checked && isProtocol(packet, UDP_LITE));
  }

  private static boolean isProtocol(Packet packet, int number) {
    return packet.value(Field.IP_PROTOCOL).filter(p -> p.low() == number).isPresent();
  }

  private static int flags(Packet packet) {
    return (int) packet.value(Field.TCP_FLAGS).orElseThrow().low();
  }

  /** {@return whether a header after IP has a checksum that is wrong; UDP may have none} */
  static boolean hasWrongChecksum(Packet packet) {
    for (Layer layer : packet.layers()) {
      for (Slot slot : layer.fixed()) {
        boolean counts =
            switch (slot) {
              case TCP_CHECKSUM, UDP_LITE_CHECKSUM, SCTP_CHECKSUM, ICMP_CHECKSUM, ICMPV6_CHECKSUM ->
                  true;
              case UDP_CHECKSUM -> packet.has(Header.IPV6) || !layer.get(slot).isZero();
              default -> false;
            };
        if (counts) {
          return true;
        }
      }
    }
    return false;
  }

  /** {@return whether a packet that belongs to no connection starts one} */
  static boolean canStart(Packet packet) {
    int protocol = (int) packet.value(Field.IP_PROTOCOL).orElseThrow().low();
    boolean ipv4 = packet.has(Header.IPV4);
    return switch (protocol) {
      case 1 -> !ipv4 || ICMP_REQUESTS.contains(message(packet, Field.ICMP_TYPE));
      case 58 -> ipv4 || ICMPV6_REQUESTS.contains(message(packet, Field.ICMPV6_TYPE));
      case 6 -> {
        int flags = flags(packet) & (FIN | SYN | RST | ACK);
        yield flags == SYN || flags == ACK; // a connection is taken up in its middle, too
      }
      case 132 -> Tracker.hasInitChunk(packet);
      case NO_NEXT_HEADER -> ipv4;
      default -> true;
    };
  }

  private static int message(Packet packet, Field type) {
    return (int) packet.value(type).orElseThrow().low() >> 8;
  }
}
