package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.ControlBits;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.Optional;
import java.util.stream.Stream;

/** What the receiver of a connection's first packet sends. */
final class Reply {

  private static final Bits ACK = Bits.of(ControlBits.ACK);
  private static final Bits SYN_ACK = Bits.of(ControlBits.SYN_ACK);
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

  /** {@return what the sender of a packet of TCP sends after the reply to it} */
  static Optional<Packet> after(Packet packet) {
    return packet
        .value(Slot.TCP_SEQUENCE)
        .map(
            sequence ->
                packet
                    .with(Slot.TCP_FLAGS, ACK)
                    .with(Slot.TCP_SEQUENCE, next(sequence))
                    .with(Slot.TCP_ACKNOWLEDGMENT, Bits.of(1)));
  }

  /**
   * {@return forms of a packet that goes as the first one did: what accepts is better without SYN}
   */
  static Stream<Packet> asLater(Packet packet) {
    return packet.value(Slot.TCP_FLAGS).filter(SYN_ACK::equals).isPresent()
        ? Stream.of(packet.with(Slot.TCP_FLAGS, ACK), packet)
        : Stream.of(packet);
  }

  private static Bits next(Bits sequence) {
    return Bits.of((sequence.low() + 1) & 0xffff_ffffL);
  }

  private static Layer layer(Layer layer) {
    Layer reply = Ends.exchanged(new Layer(layer.type(), layer.octets(), ImmutableSet.of()));
    return switch (layer.type()) {
      case IPV4 -> reply.with(Slot.IPV4_TTL, HOPS);
      case IPV6 -> reply.with(Slot.IPV6_HOP_LIMIT, HOPS);
      case TCP ->
          reply
              .with(Slot.TCP_FLAGS, SYN_ACK)
              .with(Slot.TCP_ACKNOWLEDGMENT, next(layer.get(Slot.TCP_SEQUENCE)))
              .with(Slot.TCP_SEQUENCE, 0);
      case ICMP -> reply.with(Slot.ICMP_TYPE, ICMP_ECHO_REPLY);
      case ICMPV6 -> reply.with(Slot.ICMPV6_TYPE, ICMPV6_ECHO_REPLY);
      default -> reply;
    };
  }
}
