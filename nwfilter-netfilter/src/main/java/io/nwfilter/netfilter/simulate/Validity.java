package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;

/** Which packets connection tracking takes for legal, and which may start a connection. */
final class Validity {

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
          && ConnectionTracking.legalControlBits()
              .contains(flags(packet) & ConnectionTracking.CONTROL_BITS);
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
      case 1 ->
          !ipv4 || ConnectionTracking.requests(true).contains(message(packet, Field.ICMP_TYPE));
      case 58 ->
          ipv4 || ConnectionTracking.requests(false).contains(message(packet, Field.ICMPV6_TYPE));
      case 6 -> // a connection is taken up in its middle, too
          ConnectionTracking.startingControlBits()
              .contains(flags(packet) & ConnectionTracking.STARTING_BITS);
      case 132 -> Tracker.hasInitChunk(packet);
      case NO_NEXT_HEADER -> ipv4;
      default -> true;
    };
  }

  private static int message(Packet packet, Field type) {
    return (int) packet.value(type).orElseThrow().low() >> 8;
  }
}
