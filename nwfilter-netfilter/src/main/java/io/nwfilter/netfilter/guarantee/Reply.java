package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.Map;
import java.util.Optional;

/** What the receiver of a connection's first packet sends. */
final class Reply {

  private static final ImmutableMap<Slot, Slot> OPPOSITES =
      ImmutableMap.<Slot, Slot>builder()
          .put(Slot.ETHERNET_SOURCE, Slot.ETHERNET_DESTINATION)
          .put(Slot.IPV4_SOURCE, Slot.IPV4_DESTINATION)
          .put(Slot.IPV6_SOURCE, Slot.IPV6_DESTINATION)
          .put(Slot.TCP_SOURCE_PORT, Slot.TCP_DESTINATION_PORT)
          .put(Slot.UDP_SOURCE_PORT, Slot.UDP_DESTINATION_PORT)
          .buildOrThrow();

  private static final Bits SYN_ACK = Bits.of(0x12);
  private static final long HOPS = 64;
  private static final long ICMP_ECHO_REPLY = 0;
  private static final long ICMPV6_ECHO_REPLY = 129;

  private Reply() {}

  /** {@return the reply to a packet of TCP or UDP, or to an echo request} */
  static Optional<Packet> to(Packet packet) {
    boolean known =
        packet.layers().stream()
            .anyMatch(
                layer ->
                    switch (layer.type()) {
                      case TCP, UDP, ICMP, ICMPV6 -> true;
                      default -> false;
                    });
    return known
        ? Optional.of(Packet.of(packet.layers().stream().map(Reply::layer).toList()))
        : Optional.empty();
  }

  private static Layer layer(Layer layer) {
    Layer reply = new Layer(layer.type(), layer.octets(), ImmutableSet.of());
    for (Map.Entry<Slot, Slot> pair : OPPOSITES.entrySet()) {
      if (pair.getKey().type() == layer.type()) {
        reply =
            reply
                .with(pair.getKey(), layer.get(pair.getValue()))
                .with(pair.getValue(), layer.get(pair.getKey()));
      }
    }
    return switch (layer.type()) {
      case IPV4 -> reply.with(Slot.IPV4_TTL, HOPS);
      case IPV6 -> reply.with(Slot.IPV6_HOP_LIMIT, HOPS);
      case TCP ->
          reply
              .with(Slot.TCP_FLAGS, SYN_ACK)
              .with(
                  Slot.TCP_ACKNOWLEDGMENT, (layer.get(Slot.TCP_SEQUENCE).low() + 1) & 0xffff_ffffL)
              .with(Slot.TCP_SEQUENCE, 0);
      case ICMP -> reply.with(Slot.ICMP_TYPE, ICMP_ECHO_REPLY);
      case ICMPV6 -> reply.with(Slot.ICMPV6_TYPE, ICMPV6_ECHO_REPLY);
      default -> reply;
    };
  }
}
