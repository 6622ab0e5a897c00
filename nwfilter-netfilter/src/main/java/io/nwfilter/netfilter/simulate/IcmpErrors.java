package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.TrackedState;

/** Messages of ICMP that are about a packet of a connection. */
final class IcmpErrors {

  private static final ImmutableSet<Integer> ICMP = ImmutableSet.of(3, 4, 5, 11, 12);

  private IcmpErrors() {}

  static boolean isError(Packet packet) {
    if (packet.has(Header.ICMP)) {
      return ICMP.contains(type(packet, Field.ICMP_TYPE));
    }
    int type = packet.has(Header.ICMPV6) ? type(packet, Field.ICMPV6_TYPE) : 0;
    return type >= 1 && type <= 4;
  }

  private static int type(Packet packet, Field field) {
    return (int) packet.value(field).orElseThrow().low() >> 8;
  }

  /** {@return the connection that a message is about; the message goes against its packet} */
  static Tracked tracked(Packet packet, Connections connections) {
    boolean ipv4 = packet.has(Header.ICMP);
    LayerType ip = ipv4 ? LayerType.IPV4 : LayerType.IPV6;
    Layer frame = Layer.of(LayerType.ETHERNET).with(Slot.ETHERNET_TYPE, ip.protocol());
    Layer quoted = packet.layer(LayerType.PAYLOAD).orElse(null);
    if (quoted == null) {
      return Tracked.without(TrackedState.INVALID);
    }
    Packet about = Packet.of(frame, quoted);
    Tuple tuple = about.has(ipv4 ? Header.IPV4 : Header.IPV6) ? Tuple.of(about) : null;
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
