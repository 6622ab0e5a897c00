package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;

/** Makes sets of packets smaller, as long as something is left: what is left looks like traffic. */
final class Plausible {

  private static final long SYN = 2;
  private static final long ECHO_REQUEST = 8L << 8;
  private static final long ECHO_REQUEST_OF_IPV6 = 128L << 8;
  private static final long NEW = 2;
  private static final long NOBODY = 0xffff_ffffL;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private int set;

  private Plausible(PacketSpace space, int set) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.set = set;
  }

  /** {@return the most plausible packets of a set; none if it is empty} */
  static int of(PacketSpace space, int set) {
    Plausible plausible = new Plausible(space, set);
    plausible.headers();
    plausible.protocols();
    plausible.context();
    plausible.ends();
    return plausible.set;
  }

  private void prefer(int wanted) {
    int both = diagrams.and(set, wanted);
    set = both == NOTHING ? set : both;
  }

  private void prefer(Field field, long... values) {
    for (long value : values) {
      prefer(space.is(field, value));
    }
  }

  private void avoid(int unwanted) {
    prefer(diagrams.not(unwanted));
  }

  private void headers() {
    prefer(space.has(Header.ETHERNET));
    avoid(space.has(Header.VLAN));
    avoid(space.is(Fact.SEVERAL_TAGS));
    for (Header header : ImmutableList.of(Header.IPV4, Header.IPV6, Header.ARP, Header.LLC)) {
      prefer(space.has(header));
    }
    avoid(space.has(Header.STP));
    avoid(space.is(Fact.SNAP));
    avoid(space.is(Fact.AUTHENTICATED));
    avoid(space.is(Fact.LATER_OF_IPV6));
    prefer(space.is(Field.IPV4_FRAGMENT_OFFSET, 0));
    prefer(space.implies(space.has(Header.IP), space.is(Fact.PROTOCOL_KNOWN)));
    prefer(space.implies(space.has(Header.ARP), space.is(Fact.ARP_ADDRESSES)));
    prefer(space.implies(space.has(Header.STP), space.is(Fact.STP_WHOLE)));
  }

  private void protocols() {
    whole(LayerType.TCP, Header.TCP);
    whole(LayerType.UDP, Header.TRANSPORT);
    whole(LayerType.UDP_LITE, Header.TRANSPORT);
    whole(LayerType.SCTP, Header.TRANSPORT);
    whole(LayerType.DCCP, Header.TRANSPORT);
    prefer(
        space.implies(
            diagrams.and(
                space.has(Header.IPV4), space.is(Field.IP_PROTOCOL, LayerType.ICMP.protocol())),
            space.has(Header.ICMP)));
    prefer(
        space.implies(
            diagrams.and(
                space.has(Header.IPV6), space.is(Field.IP_PROTOCOL, LayerType.ICMPV6.protocol())),
            space.has(Header.ICMPV6)));
    prefer(
        space.implies(
            diagrams.and(
                space.has(Header.IPV4), space.is(Field.IP_PROTOCOL, LayerType.IGMP.protocol())),
            space.has(Header.IGMP)));
    prefer(Field.IP_PROTOCOL, LayerType.TCP.protocol(), LayerType.UDP.protocol());
    prefer(Field.ICMP_TYPE, ECHO_REQUEST);
    prefer(Field.ICMPV6_TYPE, ECHO_REQUEST_OF_IPV6);
    prefer(Field.TCP_FLAGS, SYN);
    prefer(Field.ARP_HARDWARE_TYPE, 1);
    prefer(Field.ARP_PROTOCOL_TYPE, LayerType.IPV4.protocol());
    prefer(Field.ARP_OPERATION, 1);
    prefer(Field.ETHER_TYPE, 0x88b5, LayerType.ARP.protocol(), LayerType.VLAN.protocol());
    prefer(Field.VLAN_ID, 5);
    prefer(Field.IP_TOS, 0);
    prefer(space.in(Field.PACKET_LENGTH, Values.range(100, 1_500)));
    prefer(space.in(Field.PACKET_LENGTH, Values.range(60, 1_500)));
  }

  /** Prefers packets of a protocol that have its header, if they are not later fragments. */
  private void whole(LayerType type, Header header) {
    int later =
        diagrams.or(
            space.is(Fact.LATER_OF_IPV6),
            diagrams.and(
                space.has(Header.IPV4), diagrams.not(space.is(Field.IPV4_FRAGMENT_OFFSET, 0))));
    int of = diagrams.and(space.has(Header.IP), space.is(Field.IP_PROTOCOL, type.protocol()));
    prefer(space.implies(diagrams.without(of, later), space.has(header)));
  }

  private void context() {
    prefer(Field.IS_BRIDGED, 1);
    name(Field.IN_PORT, "vnet0");
    name(Field.OUT_PORT, "vnet1");
    name(Field.IN_INTERFACE, "vnet0");
    name(Field.OUT_INTERFACE, "vnet1");
    name(Field.IN_BRIDGE, "virbr0");
    name(Field.OUT_BRIDGE, "virbr0");
    prefer(Field.PACKET_TYPE, 0);
    prefer(Field.CONNECTION_STATE, NEW);
    prefer(Field.MARK, 0);
    prefer(Field.CONNECTION_MARK, 0);
    prefer(Field.HAS_SOCKET, 0);
    prefer(Field.SOCKET_USER, NOBODY);
    prefer(Field.SOCKET_GROUP, NOBODY);
  }

  private void name(Field field, String name) {
    prefer(space.in(field, Values.single(field, Bits.ofName(name))));
  }

  private void ends() {
    prefer(Field.DESTINATION_PORT, 80);
    prefer(space.in(Field.DESTINATION_PORT, Values.range(1, 0xffff)));
    prefer(Field.SOURCE_PORT, 40_000);
    prefer(space.in(Field.SOURCE_PORT, Values.range(1_024, 0xffff)));
    ipv4(Field.IPV4_SOURCE, 10);
    ipv4(Field.IPV4_DESTINATION, 20);
    ipv6(Field.IPV6_SOURCE, 10);
    ipv6(Field.IPV6_DESTINATION, 20);
    ipv4(Field.ARP_SENDER_IP, 10);
    ipv4(Field.ARP_TARGET_IP, 20);
    mac(Field.ETHERNET_SOURCE, 10);
    mac(Field.ETHERNET_DESTINATION, 20);
    mac(Field.ARP_SENDER_MAC, 10);
  }

  private void ipv4(Field field, long host) {
    closer(field, Bits.of(0xc0a8_7a00L | host), ImmutableList.of(32, 24, 16));
    host(field, host);
  }

  private void ipv6(Field field, long host) {
    Bits network = Bits.of(Ipv6Address.parse("2001:db8::"));
    closer(field, network.or(Bits.of(host)), ImmutableList.of(128, 32));
    host(field, host);
  }

  private void mac(Field field, long host) {
    avoid(space.in(field, Values.masked(1L << 40, 1L << 40)));
    closer(field, Bits.of(0x5254_0000_0000L | host), ImmutableList.of(48, 24));
    host(field, host);
  }

  private void closer(Field field, Bits value, List<Integer> lengths) {
    for (int length : lengths) {
      prefer(space.in(field, Values.prefix(field, value, length)));
    }
  }

  /** Prefers a host's number to that of the network. */
  private void host(Field field, long host) {
    prefer(space.in(field, Values.masked(host, 0xff)));
    avoid(space.in(field, Values.masked(0, 0xff)));
  }
}
