package io.nwfilter.netfilter.finding;

import static io.nwfilter.netfilter.packet.PacketCondition.in;
import static io.nwfilter.netfilter.packet.PacketCondition.is;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.DhcpPorts;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;

/**
 * The messages by which a guest without an address gets one: of DHCP (RFC 2131), DHCPv6 (RFC 8415)
 * and the advertisements of routers (RFC 4861).
 *
 * @param mac the address of the guest
 */
record DhcpMessages(MacAddress mac) {

  private static final int ROUTER_ADVERTISEMENT = 134 << 8;

  private static final Bits ALL_SERVERS = Bits.of(Ipv6Address.parse("ff02::1:2"));
  private static final MacAddress TO_ALL_SERVERS = MacAddress.parse("33:33:00:01:00:02");
  private static final MacAddress TO_ALL_NODES = MacAddress.parse("33:33:00:00:00:01");

  private static final Values LINK_LOCAL =
      Values.prefix(Field.IPV6_SOURCE, new Bits(0xfe80_0000_0000_0000L, 0), 10);

  /** {@return what a client of DHCP sends that has no address yet} */
  PacketClass requests() {
    return udp(
        LayerType.IPV4,
        DhcpPorts.CLIENT,
        DhcpPorts.SERVER,
        in(Field.ETHERNET_SOURCE, own()),
        in(Field.ETHERNET_DESTINATION, single(MacAddress.BROADCAST)),
        is(Field.IPV4_SOURCE, 0),
        is(Field.IPV4_DESTINATION, 0xffff_ffffL));
  }

  PacketClass replies() {
    return udp(LayerType.IPV4, DhcpPorts.SERVER, DhcpPorts.CLIENT, toGuestOr(MacAddress.BROADCAST));
  }

  /** {@return what a client of DHCPv6 sends} */
  PacketClass requestsOfIpv6() {
    return udp(
        LayerType.IPV6,
        DhcpPorts.CLIENT_OF_IPV6,
        DhcpPorts.SERVER_OF_IPV6,
        in(Field.ETHERNET_SOURCE, own()),
        in(Field.ETHERNET_DESTINATION, single(TO_ALL_SERVERS)),
        in(Field.IPV6_SOURCE, LINK_LOCAL),
        in(Field.IPV6_DESTINATION, new Values.Masked(ALL_SERVERS, Bits.ones(128))));
  }

  PacketClass repliesOfIpv6() {
    return udp(
        LayerType.IPV6,
        DhcpPorts.SERVER_OF_IPV6,
        DhcpPorts.CLIENT_OF_IPV6,
        in(Field.ETHERNET_DESTINATION, own()),
        in(Field.IPV6_DESTINATION, LINK_LOCAL));
  }

  PacketClass advertisements() {
    return PacketClass.of(
        is(Field.ETHER_TYPE, LayerType.IPV6.protocol()),
        toGuestOr(TO_ALL_NODES),
        in(Field.IPV6_SOURCE, LINK_LOCAL),
        is(Field.ICMPV6_TYPE, ROUTER_ADVERTISEMENT));
  }

  private Values own() {
    return single(mac);
  }

  private static Values single(MacAddress address) {
    return Values.single(Field.ETHERNET_SOURCE, Bits.of(address));
  }

  private PacketCondition toGuestOr(MacAddress group) {
    return in(Field.ETHERNET_DESTINATION, new Values.Union(ImmutableList.of(own(), single(group))));
  }

  private static PacketClass udp(
      LayerType family, int source, int destination, PacketCondition... more) {
    return PacketClass.of(
        ImmutableList.<PacketCondition>builder()
            .add(is(Field.ETHER_TYPE, family.protocol()))
            .add(is(Field.IP_PROTOCOL, LayerType.UDP.protocol()))
            .add(is(Field.SOURCE_PORT, source), is(Field.DESTINATION_PORT, destination))
            .add(more)
            .build()
            .toArray(PacketCondition[]::new));
  }
}
