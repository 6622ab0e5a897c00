package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.Arrays;
import java.util.stream.Stream;

/** Frames that the host sends by itself. */
final class OwnFrames {

  private static final ImmutableSet<Bits> MACS =
      ImmutableSet.of(
          Bits.of(Situation.BRIDGE_MAC), Bits.of(MacAddress.parse(Testbed.OUTSIDE_MAC)));

  private static final ImmutableSet<Bits> ADDRESSES =
      Stream.of(Testbed.HOST_IPV4, Testbed.HOST_IPV6, Testbed.OUTSIDE_IPV4, Testbed.OUTSIDE_IPV6)
          .map(address -> Bits.of(address(address.substring(0, address.indexOf('/')))))
          .collect(ImmutableSet.toImmutableSet());

  private static final ImmutableSet<Long> ICMP_REPLIES = ImmutableSet.of(0L, 3L, 5L, 11L, 12L, 14L);
  private static final ImmutableSet<Long> ICMPV6_REPLIES =
      ImmutableSet.of(1L, 2L, 3L, 4L, 129L, 131L, 132L, 135L, 136L, 143L);

  private static final long LISTENER_REPORT = 143;
  private static final long RST = 4;

  private OwnFrames() {}

  private static IpAddress address(String text) {
    return text.indexOf(':') < 0 ? Ipv4Address.parseDottedQuad(text) : Ipv6Address.parse(text);
  }

  private static boolean isOwn(Packet packet) {
    return packet.value(Field.ETHERNET_SOURCE).filter(MACS::contains).isPresent();
  }

  /** {@return whether it has been routed to a neighbour that nobody is told of} */
  static boolean hasUnknownReceiver(Packet packet) {
    Bits receiver = packet.octets().bits(0, 48);
    boolean group = (receiver.low() & 1L << 40) != 0;
    return isOwn(packet)
        && !group
        && Arrays.stream(Place.values()).noneMatch(place -> Bits.of(place.mac).equals(receiver));
  }

  /** {@return whether its source is an address of the host; rules may have changed its frame} */
  private static boolean isFromHost(Packet packet) {
    return Stream.of(Field.IPV4_SOURCE, Field.IPV6_SOURCE)
        .flatMap(field -> packet.value(field).stream())
        .anyMatch(ADDRESSES::contains);
  }

  /** {@return whether the source may be a broadcast address of a network of the host} */
  static boolean isFromBroadcast(Packet packet) {
    return packet
        .value(Field.IPV4_SOURCE)
        .filter(source -> (source.low() & 0xff) == 0xff)
        .isPresent();
  }

  /** {@return whether the host may have replied with it to another packet} */
  static boolean isReply(Packet packet) {
    return (isOwn(packet) || isFromHost(packet))
        && (packet.has(Header.ARP)
            || ICMP_REPLIES.contains(type(packet, Field.ICMP_TYPE))
            || ICMPV6_REPLIES.contains(type(packet, Field.ICMPV6_TYPE))
            || isReset(packet));
  }

  /**
   * {@return whether the device of a port may have sent it when it was set up: which groups it has
   * joined, without an address of its own (RFC 3810)}
   */
  static boolean isAnnouncement(Packet packet) {
    return type(packet, Field.ICMPV6_TYPE) == LISTENER_REPORT
        && packet.value(Field.IPV6_SOURCE).filter(Bits::isZero).isPresent();
  }

  static boolean isReset(Packet packet) {
    return packet.value(Field.TCP_FLAGS).filter(flags -> (flags.low() & RST) != 0).isPresent();
  }

  private static long type(Packet packet, Field field) {
    return packet.value(field).map(value -> value.low() >> 8).orElse(-1L);
  }

  /** {@return whether chains of IP see a packet that is for the host} */
  static boolean isSeenByIp(Packet packet) {
    return packet.layers().size() > 1
        && (packet.layers().get(1).type() == LayerType.IPV4
            || packet.layers().get(1).type() == LayerType.IPV6);
  }
}
