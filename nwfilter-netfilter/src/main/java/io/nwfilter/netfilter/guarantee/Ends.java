package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import java.util.Map;
import java.util.Optional;

/** Who sends a packet, and to whom: its addresses and ports. */
final class Ends {

  private static final ImmutableMap<Slot, Slot> FRAME =
      ImmutableMap.of(Slot.ETHERNET_SOURCE, Slot.ETHERNET_DESTINATION);

  /** What connections are known by, with ports only where connection tracking knows them. */
  private static final ImmutableMap<Slot, Slot> TRACKED =
      ImmutableMap.<Slot, Slot>builder()
          .put(Slot.IPV4_SOURCE, Slot.IPV4_DESTINATION)
          .put(Slot.IPV6_SOURCE, Slot.IPV6_DESTINATION)
          .put(Slot.TCP_SOURCE_PORT, Slot.TCP_DESTINATION_PORT)
          .put(Slot.UDP_SOURCE_PORT, Slot.UDP_DESTINATION_PORT)
          .put(Slot.UDP_LITE_SOURCE_PORT, Slot.UDP_LITE_DESTINATION_PORT)
          .put(Slot.SCTP_SOURCE_PORT, Slot.SCTP_DESTINATION_PORT)
          .buildOrThrow();

  private static final ImmutableList<Slot> IDENTIFIERS =
      ImmutableList.of(Slot.ICMP_ID, Slot.ICMPV6_ID);

  private Ends() {}

  /** {@return a layer with sender and receiver exchanged} */
  static Layer exchanged(Layer layer) {
    return exchanged(exchanged(layer, FRAME), TRACKED);
  }

  private static Layer exchanged(Layer layer, Map<Slot, Slot> pairs) {
    Layer exchanged = layer;
    for (Map.Entry<Slot, Slot> pair : pairs.entrySet()) {
      if (pair.getKey().type() == layer.type()) {
        exchanged =
            exchanged
                .with(pair.getKey(), layer.get(pair.getValue()))
                .with(pair.getValue(), layer.get(pair.getKey()));
      }
    }
    return exchanged;
  }

  /** {@return a packet that goes back to the sender of another, where its own receiver was} */
  static Packet against(Packet packet, Packet other) {
    Packet against = packet;
    for (Map.Entry<Slot, Slot> pair : TRACKED.entrySet()) {
      Optional<Bits> sender = other.value(pair.getKey());
      Optional<Bits> receiver = other.value(pair.getValue());
      if (sender.isPresent() && receiver.isPresent() && packet.value(pair.getKey()).isPresent()) {
        against = against.with(pair.getKey(), receiver.get()).with(pair.getValue(), sender.get());
      }
    }
    return against;
  }

  /**
   * {@return the packets of the connection that a packet belongs to}
   *
   * @param packet the packet, of IPv4 or IPv6
   * @param opposite whether those in the other direction, otherwise those in its own
   */
  static PacketClass connection(Packet packet, boolean opposite) {
    ImmutableList.Builder<PacketCondition> all = ImmutableList.builder();
    packet.value(Field.IP_PROTOCOL).ifPresent(protocol -> all.add(is(Field.IP_PROTOCOL, protocol)));
    for (Field source : ImmutableList.of(Field.IPV4_SOURCE, Field.IPV6_SOURCE, Field.SOURCE_PORT)) {
      Field destination = source.opposite();
      packet
          .value(opposite ? destination : source)
          .ifPresent(sender -> all.add(is(source, sender)));
      packet
          .value(opposite ? source : destination)
          .ifPresent(receiver -> all.add(is(destination, receiver)));
    }
    for (Field type : ImmutableList.of(Field.ICMP_TYPE, Field.ICMPV6_TYPE)) {
      packet
          .value(type)
          .ifPresent(message -> all.add(is(type, opposite ? counterpart(message) : message)));
    }
    for (Slot id : IDENTIFIERS) {
      packet
          .value(id)
          .ifPresent(number -> all.add(new PacketCondition.OfSlot(id, single(id, number), false)));
    }
    return new PacketClass(ImmutableList.of(all.build()));
  }

  private static Bits counterpart(Bits message) {
    long type = ConnectionTracking.counterpart((int) message.low() >> 8);
    return Bits.of(type << 8 | (message.low() & 0xff));
  }

  /**
   * {@return the packets that an error to an address may be about}
   *
   * @param error the message of ICMP or ICMPv6, to the sender of what it is about
   * @param opposite whether the packets that the sender gets are meant, not those that it sends
   */
  static PacketClass about(Packet error, boolean opposite) {
    boolean ipv4 = error.has(Header.IPV4);
    Field source = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    Bits receiver = error.value(source.opposite()).orElseThrow();
    return PacketClass.of(is(opposite ? source.opposite() : source, receiver));
  }

  /** {@return a message that is about another packet} */
  static Packet about(Packet error, Packet other) {
    int frame = LayerType.ETHERNET.leastLength();
    Layer quoted = Layer.payload(other.octets().slice(frame, other.octets().length()));
    ImmutableList.Builder<Layer> layers = ImmutableList.builder();
    error.layers().stream().filter(layer -> layer.type() != LayerType.PAYLOAD).forEach(layers::add);
    return Packet.of(layers.add(quoted).build());
  }

  /** {@return a packet that goes to the sender of another} */
  static Packet toSender(Packet packet, Packet other) {
    boolean ipv4 = packet.has(Header.IPV4);
    Slot source = ipv4 ? Slot.IPV4_SOURCE : Slot.IPV6_SOURCE;
    Slot destination = ipv4 ? Slot.IPV4_DESTINATION : Slot.IPV6_DESTINATION;
    return other.value(source).map(sender -> packet.with(destination, sender)).orElse(packet);
  }

  private static PacketCondition is(Field field, Bits value) {
    return PacketCondition.in(field, Values.single(field, value));
  }

  private static Values single(Slot slot, Bits value) {
    return new Values.Masked(value, Bits.ones(slot.width()));
  }
}
