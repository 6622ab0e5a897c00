package io.nwfilter.netfilter.guarantee;

import static io.nwfilter.netfilter.packet.ControlBits.SYN;
import static io.nwfilter.netfilter.packet.ControlBits.SYN_ACK;
import static io.nwfilter.netfilter.packet.PacketCondition.in;
import static io.nwfilter.netfilter.packet.PacketCondition.is;
import static io.nwfilter.netfilter.packet.PacketCondition.outside;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.DhcpPorts;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The first packets of connections between a guest and somebody else: TCP, UDP and echo requests
 * between the addresses of single hosts.
 *
 * @param guest the guest
 */
record Openings(Guest guest) {

  /** The bit of MAC addresses that only those of groups have. */
  private static final long GROUP = 1L << 40;

  private static final Values SINGLE = Values.masked(0, GROUP);

  /** Ports of DHCP and DHCPv6, whose replies come from other addresses. */
  private static final Values CONFIGURATION =
      new Values.Union(
          ImmutableList.of(
              Values.range(DhcpPorts.SERVER, DhcpPorts.CLIENT),
              Values.range(DhcpPorts.CLIENT_OF_IPV6, DhcpPorts.SERVER_OF_IPV6)));

  /** 0.0.0.0/8, 127.0.0.0/8 and what is not the address of one host. */
  private static final Values NOT_ONE_IPV4 =
      new Values.Union(
          ImmutableList.of(
              Values.masked(0, 0xff00_0000L),
              Values.masked(0x7f00_0000L, 0xff00_0000L),
              Values.masked(0xe000_0000L, 0xe000_0000L)));

  /** The unspecified and the loopback address, IPv4 in IPv6, link-local ones, and groups. */
  private static final Values NOT_ONE_IPV6 =
      new Values.Union(
          ImmutableList.of(
              Values.prefix(Field.IPV6_SOURCE, Bits.ZERO, 8),
              Values.prefix(Field.IPV6_SOURCE, new Bits(0xfe80_0000_0000_0000L, 0), 10),
              Values.prefix(Field.IPV6_SOURCE, new Bits(0xff00_0000_0000_0000L, 0), 8)));

  PacketClass fromGuest() {
    return openings(ipv4 -> between(true, ipv4, SINGLE));
  }

  PacketClass toGuest() {
    return openings(ipv4 -> between(false, ipv4, new OwnAddresses(guest).mac()));
  }

  /** {@return those to the guest in frames that are for the host, which routes them} */
  PacketClass toGuestByRouter(MacAddress host) {
    Values router = Values.single(Field.ETHERNET_DESTINATION, Bits.of(host));
    return openings(ipv4 -> between(false, ipv4, router));
  }

  /** {@return those from or to the MAC address of the guest, between any IP addresses} */
  PacketClass ofFrames(boolean outgoing) {
    Field mac = outgoing ? Field.ETHERNET_SOURCE : Field.ETHERNET_DESTINATION;
    ImmutableList<PacketCondition> macs =
        ImmutableList.of(in(mac, new OwnAddresses(guest).mac()), in(mac.opposite(), SINGLE));
    return openings(ipv4 -> macs);
  }

  /** {@return those between any MAC and IP addresses} */
  static PacketClass ofAnyone() {
    return openings(ipv4 -> ImmutableList.of());
  }

  /** {@return the replies of other hosts to first packets, whatever their addresses} */
  static PacketClass replies() {
    return new PacketClass(
        Stream.of(true, false)
            .flatMap(ipv4 -> replies(ipv4).stream().map(one -> all(one, ipv4)))
            .collect(ImmutableList.toImmutableList()));
  }

  private static PacketClass openings(Function<Boolean, List<PacketCondition>> ends) {
    return new PacketClass(
        Stream.of(true, false)
            .flatMap(
                ipv4 ->
                    protocols(ipv4).stream()
                        .map(
                            one ->
                                ImmutableList.<PacketCondition>builder()
                                    .addAll(all(one, ipv4))
                                    .addAll(ends.apply(ipv4))
                                    .build()))
            .collect(ImmutableList.toImmutableList()));
  }

  private static ImmutableList<List<PacketCondition>> protocols(boolean ipv4) {
    return ImmutableList.of(
        tcp(SYN),
        ImmutableList.of(
            is(Field.IP_PROTOCOL, LayerType.UDP.protocol()),
            outside(Field.SOURCE_PORT, CONFIGURATION),
            outside(Field.DESTINATION_PORT, CONFIGURATION)),
        ImmutableList.of(ipv4 ? is(Field.ICMP_TYPE, 0x0800) : is(Field.ICMPV6_TYPE, 0x8000)));
  }

  private static ImmutableList<List<PacketCondition>> replies(boolean ipv4) {
    return ImmutableList.of(
        tcp(SYN_ACK),
        ImmutableList.of(
            is(Field.IP_PROTOCOL, LayerType.UDP.protocol()),
            in(Field.SOURCE_PORT, Values.masked(0, 0))),
        ImmutableList.of(ipv4 ? is(Field.ICMP_TYPE, 0) : is(Field.ICMPV6_TYPE, 0x8100)));
  }

  private static ImmutableList<PacketCondition> tcp(int flags) {
    return ImmutableList.of(
        is(Field.IP_PROTOCOL, LayerType.TCP.protocol()), is(Field.TCP_FLAGS, flags));
  }

  /** {@return what is asked of packets of a protocol, whoever sends them} */
  private static ImmutableList<PacketCondition> all(List<PacketCondition> protocol, boolean ipv4) {
    Field source = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    Values notOne = ipv4 ? NOT_ONE_IPV4 : NOT_ONE_IPV6;
    return ImmutableList.<PacketCondition>builder()
        .add(is(Field.ETHER_TYPE, (ipv4 ? LayerType.IPV4 : LayerType.IPV6).protocol()))
        .addAll(protocol)
        .add(outside(source, notOne), outside(source.opposite(), notOne))
        .build();
  }

  /**
   * {@return what is asked of packets between the guest's addresses and those of others}
   *
   * @param receivers the receivers of frames
   */
  private ImmutableList<PacketCondition> between(boolean outgoing, boolean ipv4, Values receivers) {
    OwnAddresses own = new OwnAddresses(guest);
    Field ofSource = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    Field ofGuest = outgoing ? ofSource : ofSource.opposite();
    ImmutableList.Builder<PacketCondition> ends = ImmutableList.builder();
    Values sender = Values.single(Field.ETHERNET_SOURCE, Bits.of(Surroundings.SENDER));
    ends.add(in(Field.ETHERNET_SOURCE, outgoing ? own.mac() : sender));
    ends.add(in(Field.ETHERNET_DESTINATION, receivers));
    ends.add(in(ofGuest, own.any(ipv4)));
    if (own.areKnown(ipv4)) {
      ends.add(outside(ofGuest.opposite(), own.any(ipv4)));
    }
    return ends.build();
  }
}
