package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.TrackedState;
import org.jspecify.annotations.Nullable;

/** Messages of ICMP that are about a packet of a connection. */
final class IcmpErrors {

  /** The octets of the header of Ethernet. */
  private static final int FRAME = 14;

  private IcmpErrors() {}

  static boolean isError(Packet packet) {
    if (packet.has(Header.ICMP)) {
      return ConnectionTracking.errors(true).contains(type(packet, Field.ICMP_TYPE));
    }
    return packet.has(Header.ICMPV6)
        && ConnectionTracking.errors(false).contains(type(packet, Field.ICMPV6_TYPE));
  }

  private static int type(Packet packet, Field field) {
    return (int) packet.value(field).orElseThrow().low() >> 8;
  }

  /** {@return the packet that a message is about, in a frame; null if there is none} */
  static @Nullable Packet quoted(Packet packet) {
    boolean ipv4 = packet.has(Header.ICMP);
    LayerType ip = ipv4 ? LayerType.IPV4 : LayerType.IPV6;
    Layer frame = Layer.of(LayerType.ETHERNET).with(Slot.ETHERNET_TYPE, ip.protocol());
    Layer payload = packet.layer(LayerType.PAYLOAD).orElse(null);
    if (payload == null) {
      return null;
    }
    Packet quoted = Packet.parse(Packet.of(frame, payload).toBytes());
    return quoted.has(ipv4 ? Header.IPV4 : Header.IPV6) ? quoted : null;
  }

  /** {@return a message that is about another packet, which is in a frame} */
  static Packet withQuoted(Packet packet, Packet quoted) {
    Octets octets = quoted.octets().slice(FRAME, quoted.octets().length());
    return Packet.of(
        packet.layers().stream()
            .map(layer -> layer.type() == LayerType.PAYLOAD ? Layer.payload(octets) : layer)
            .toList());
  }

  /** {@return the connection that a message is about; the message goes against its packet} */
  static Tracked tracked(Packet packet, Connections connections) {
    boolean ipv4 = packet.has(Header.ICMP);
    Packet about = quoted(packet);
    Tuple tuple = about == null ? null : Tuple.of(about);
    if (tuple == null) {
      return Tracked.without(TrackedState.INVALID);
    }
    Tuple back = tuple.inverse();
    Connection known = connections.find(back);
    Bits receiver =
        packet.value(ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION).orElseThrow();
    return known == null || !receiver.equals(tuple.source())
        ? Tracked.without(TrackedState.INVALID)
        : new Tracked(TrackedState.RELATED, known, !back.equals(known.original));
  }
}
