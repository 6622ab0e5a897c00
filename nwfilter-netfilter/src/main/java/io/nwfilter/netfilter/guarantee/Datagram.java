package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A packet of IP in parts, of which others can be made.
 *
 * @param frame the header of its frame, without tags
 * @param ip the header of IP
 * @param rest what follows that
 */
record Datagram(Layer frame, Layer ip, Octets rest) {

  /**
   * {@return the parts of a packet; empty if it is not one of IP right after its frame's header}
   */
  static Optional<Datagram> of(Packet packet) {
    Layer frame = packet.layers().get(0);
    return packet.layers().stream()
        .skip(1)
        .limit(1)
        .filter(layer -> layer.type() == LayerType.IPV4 || layer.type() == LayerType.IPV6)
        .map(ip -> new Datagram(frame, ip, after(packet, frame, ip)))
        .findFirst();
  }

  private static Octets after(Packet packet, Layer frame, Layer ip) {
    int start = frame.octets().length() + ip.octets().length();
    return packet.octets().slice(start, packet.octets().length());
  }

  boolean isIpv4() {
    return ip.type() == LayerType.IPV4;
  }

  /** {@return the number of what follows the header of IP} */
  Bits next() {
    return ip.get(announcing(ip));
  }

  /** {@return the same as a later fragment of IPv4} */
  Datagram laterFragment() {
    Layer later = ip.with(Slot.IPV4_ID, 1).with(Slot.IPV4_FRAGMENT_OFFSET, 1);
    return new Datagram(frame, later, rest);
  }

  /**
   * {@return a packet with the same headers of the frame and of IP, of right length}
   *
   * @param extensions headers after that of IP
   * @param next the number of what follows them
   * @param payload what follows them
   */
  Packet framed(List<Layer> extensions, Bits next, Octets payload) {
    ImmutableList.Builder<Layer> layers = ImmutableList.builder();
    layers.add(frame);
    Layer before = new Layer(ip.type(), ip.octets(), ImmutableSet.of());
    for (Layer extension : extensions) {
      layers.add(before.with(announcing(before), extension.type().protocol()));
      before = extension;
    }
    layers.add(before.with(announcing(before), next));
    Stream.of(payload).filter(some -> some.length() > 0).map(Layer::payload).forEach(layers::add);
    return Packet.of(layers.build());
  }

  private static Slot announcing(Layer header) {
    return switch (header.type()) {
      case IPV4 -> Slot.IPV4_PROTOCOL;
      case AH -> Slot.AH_NEXT;
      case FRAGMENT -> Slot.FRAGMENT_NEXT;
      default -> Slot.IPV6_NEXT;
    };
  }
}
