package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import org.jspecify.annotations.Nullable;

/**
 * The octets after the header of IP, which nf_tables compares with ports and flags whether they are
 * those of TCP or UDP, of a later fragment, or of a header that is cut off. Of a later fragment of
 * IPv6, it takes the header of IPv6 itself (seen with Linux 6.18).
 */
final class AfterIp {

  private AfterIp() {}

  /** {@return what is where TCP has a field; null if the packet ends before, or has no IP} */
  static @Nullable Bits value(Packet packet, Field field) {
    if (packet.has(field.header())) {
      return packet.value(field).orElse(null);
    }
    int start = start(packet);
    if (start < 0 || packet.value(Field.IP_PROTOCOL).isEmpty()) {
      return null;
    }
    Slot slot = slot(field);
    int first = Byte.SIZE * start + slot.bit();
    return first + slot.width() > Byte.SIZE * end(packet)
        ? null
        : packet.octets().bits(first, slot.width());
  }

  /**
   * {@return some bits of the octets after the header of IP, as nf_tables compares them in rules of
   * its own: of IPv6, an authentication header is not skipped, and on bridges what follows the
   * packet in its frame counts, too; null if the frame ends before}
   *
   * @param packet the packet
   * @param field a port, the flags of TCP, or a type and perhaps code of ICMP, ICMPv6 or IGMP
   */
  static @Nullable Bits plain(Packet packet, Field field) {
    int start = start(packet);
    if (start < 0 || packet.value(Field.IP_PROTOCOL).isEmpty()) {
      return null;
    }
    int first = Byte.SIZE * start + bit(field);
    return first + field.width() > Byte.SIZE * packet.octets().length()
        ? null
        : packet.octets().bits(first, field.width());
  }

  private static int bit(Field field) {
    return switch (field) {
      case ICMP_TYPE, ICMPV6_TYPE, IGMP_TYPE -> 0;
      default -> slot(field).bit();
    };
  }

  private static Slot slot(Field field) {
    return switch (field) {
      case SOURCE_PORT -> Slot.TCP_SOURCE_PORT;
      case DESTINATION_PORT -> Slot.TCP_DESTINATION_PORT;
      case TCP_FLAGS -> Slot.TCP_FLAGS;
      default -> throw new IllegalArgumentException(field + " is not compared with octets");
    };
  }

  /** {@return where the octets start that are compared; −1 if there is no IP} */
  private static int start(Packet packet) {
    boolean ofHeader = Fragment.isLaterOfIpv6(packet);
    int at = 0;
    int start = -1;
    for (Layer layer : packet.layers()) {
      boolean isIp = layer.type() == LayerType.IPV4 || layer.type() == LayerType.IPV6;
      if (isIp && ofHeader) {
        return at;
      }
      at += layer.octets().length();
      if (isIp || (start >= 0 && isExtension(packet, layer.type()))) {
        start = at;
      } else if (start >= 0) {
        return start;
      }
    }
    return start;
  }

  private static boolean isExtension(Packet packet, LayerType type) {
    return packet.has(Header.IPV6)
        && switch (type) {
          case HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION_OPTIONS -> true;
          default -> false;
        };
  }

  /** {@return where the datagram ends} */
  private static int end(Packet packet) {
    Layer last = packet.layers().get(packet.layers().size() - 1);
    int trailer = last.type() == LayerType.TRAILER ? last.octets().length() : 0;
    return packet.octets().length() - trailer;
  }
}
