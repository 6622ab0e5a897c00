package io.nwfilter.netfilter.analyze.space;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;

/** Which headers a packet can have together, and with which values of others. */
final class PossibleHeaders {

  private static final int LONGEST_LENGTH = 0x5ff;
  private static final int MAX_LENGTH = 0xffff;

  /** The type of hardware of Ethernet in ARP (RFC 826). */
  private static final int OCTETS_OF_MAC = 6;

  private static final int OCTETS_OF_IPV4 = 4;
  private static final int ETHERNET = 1;

  private static final int LLC = LayerType.LLC.leastLength();
  private static final int SNAP = LayerType.SNAP.leastLength();

  /** How many octets the ports have. */
  private static final int PORTS = 4;

  private final PacketSpace space;
  private final Diagrams diagrams;

  PossibleHeaders(PacketSpace space) {
    this.space = space;
    this.diagrams = space.diagrams;
  }

  /** {@return the packets with possible headers that rules of a family see} */
  int all(Family family) {
    int ethernet = space.has(Header.ETHERNET);
    int framed = diagrams.choose(ethernet, frames(), unframed());
    int of = space.all(framed, exclusions(), datagrams(), octets(), payloads());
    return switch (family) {
      case BRIDGE -> diagrams.and(ethernet, of);
      case IPV4 -> space.all(space.has(Header.IPV4), asSeenByIp(), of);
      case IPV6 -> space.all(space.has(Header.IPV6), asSeenByIp(), of);
    };
  }

  private int tagged() {
    return space.isAnyOf(
        Field.ETHER_TYPE, LayerType.VLAN.protocol(), LayerType.SERVICE_VLAN.protocol());
  }

  /** {@return the packets whose EtherType, after all tags, may be one of some} */
  private int typeIs(LayerType... types) {
    long[] numbers = new long[types.length];
    for (int i = 0; i < types.length; i++) {
      numbers[i] = types[i].protocol();
    }
    int inner =
        diagrams.or(space.is(Fact.SEVERAL_TAGS), space.isAnyOf(Field.VLAN_ETHER_TYPE, numbers));
    return diagrams.choose(space.has(Header.VLAN), inner, space.isAnyOf(Field.ETHER_TYPE, numbers));
  }

  /** What the host sends is IP that has no frame yet. */
  private int unframed() {
    return space.all(
        space.has(Header.IP),
        diagrams.not(space.has(Header.VLAN)),
        diagrams.not(space.has(Header.LLC)));
  }

  /** What EtherTypes allow. */
  private int frames() {
    int innerTag =
        space.isAnyOf(
            Field.VLAN_ETHER_TYPE, LayerType.VLAN.protocol(), LayerType.SERVICE_VLAN.protocol());
    int length = space.in(Field.ETHER_TYPE, Values.range(LLC, LONGEST_LENGTH));
    int longer = space.in(Field.ETHER_TYPE, Values.range(LLC + SNAP, LONGEST_LENGTH));
    return space.all(
        space.implies(space.has(Header.VLAN), tagged()),
        space.implies(space.is(Fact.SEVERAL_TAGS), innerTag),
        space.implies(space.has(Header.STP), diagrams.not(innerTag)),
        space.implies(space.has(Header.ARP), typeIs(LayerType.ARP, LayerType.RARP)),
        space.implies(space.has(Header.IPV4), typeIs(LayerType.IPV4)),
        space.implies(space.has(Header.IPV6), typeIs(LayerType.IPV6)),
        space.implies(space.has(Header.LLC), length),
        space.implies(space.is(Fact.SNAP), longer));
  }

  /** Addresses of ARP are of its kinds of hardware and protocol. */
  private int arpAddresses() {
    int arp = diagrams.without(space.has(Header.ARP), space.has(Header.STP));
    int ethernet =
        space.all(
            arp,
            space.is(Field.ARP_HARDWARE_TYPE, ETHERNET),
            space.is(Field.ARP_HARDWARE_LENGTH, OCTETS_OF_MAC));
    int ipv4 =
        space.all(
            arp,
            space.is(Field.ARP_PROTOCOL_TYPE, LayerType.IPV4.protocol()),
            space.is(Field.ARP_PROTOCOL_LENGTH, OCTETS_OF_IPV4));
    return space.all(
        space.implies(space.is(Fact.ARP_SENDER_MAC), ethernet),
        space.implies(space.is(Fact.ARP_TARGET_MAC), space.is(Fact.ARP_SENDER_MAC)),
        space.implies(space.is(Fact.ARP_ADDRESSES), ipv4));
  }

  /** Which headers and facts exclude each other. */
  private int exclusions() {
    int arp = space.has(Header.ARP);
    int ip = diagrams.or(space.has(Header.IPV4), space.has(Header.IPV6));
    int stp = space.has(Header.STP);
    return space.all(
        space.implies(space.is(Fact.SEVERAL_TAGS), space.has(Header.VLAN)),
        space.implies(space.is(Fact.SNAP), diagrams.without(space.has(Header.LLC), stp)),
        arpAddresses(),
        diagrams.not(diagrams.and(space.has(Header.IPV4), space.has(Header.IPV6))),
        diagrams.not(diagrams.and(diagrams.or(arp, stp), ip)),
        space.implies(space.is(Fact.STP_WHOLE), stp),
        space.implies(stp, space.is(Field.STP_TYPE, 0)));
  }

  /** What the headers of IP allow. */
  private int datagrams() {
    int ipv4 = space.has(Header.IPV4);
    int ipv6 = space.has(Header.IPV6);
    int authenticated = space.is(Fact.AUTHENTICATED);
    int extensions =
        space.isAnyOf(
            Field.IP_PROTOCOL,
            LayerType.HOP_BY_HOP.protocol(),
            LayerType.ROUTING.protocol(),
            LayerType.FRAGMENT.protocol(),
            LayerType.AH.protocol(),
            LayerType.DESTINATION_OPTIONS.protocol());
    return space.all(
        space.equal(space.has(Header.IP), diagrams.or(ipv4, ipv6)),
        space.implies(ipv4, space.is(Fact.PROTOCOL_KNOWN)),
        space.implies(space.is(Fact.PROTOCOL_KNOWN), space.has(Header.IP)),
        space.implies(diagrams.and(ipv6, space.is(Fact.PROTOCOL_KNOWN)), diagrams.not(extensions)),
        space.implies(authenticated, ipv6),
        space.implies(space.is(Fact.LATER_OF_IPV6), ipv6));
  }

  /** How many octets there can be after the header of IP. */
  private int octets() {
    int later = diagrams.and(space.is(Fact.LATER_OF_IPV6), space.is(Fact.PROTOCOL_KNOWN));
    return space.all(
        space.implies(space.is(Fact.FOURTEEN_OCTETS), space.is(Fact.FOUR_OCTETS)),
        space.implies(space.is(Fact.FOUR_OCTETS), space.is(Fact.TWO_OCTETS)),
        space.implies(space.is(Fact.TWO_OCTETS), space.is(Fact.PROTOCOL_KNOWN)),
        space.implies(space.has(Header.TRANSPORT), space.is(Fact.FOUR_OCTETS)),
        space.implies(space.has(Header.TCP), space.is(Fact.FOURTEEN_OCTETS)),
        space.implies(messages(), space.is(Fact.FOUR_OCTETS)),
        space.implies(later, space.is(Fact.FOURTEEN_OCTETS)));
  }

  /** What protocols of IP allow. */
  private int payloads() {
    int ipv4 = diagrams.and(space.has(Header.IPV4), space.is(Field.IPV4_FRAGMENT_OFFSET, 0));
    int ipv6 =
        space.all(
            space.has(Header.IPV6),
            space.is(Fact.PROTOCOL_KNOWN),
            diagrams.not(space.is(Fact.LATER_OF_IPV6)));
    return space.all(
        space.implies(
            space.has(Header.TRANSPORT), diagrams.and(diagrams.or(ipv4, ipv6), withPorts())),
        space.implies(
            space.has(Header.TCP), diagrams.and(space.has(Header.TRANSPORT), is(LayerType.TCP))),
        space.implies(space.has(Header.ICMP), diagrams.and(ipv4, is(LayerType.ICMP))),
        space.implies(space.has(Header.ICMPV6), diagrams.and(ipv6, is(LayerType.ICMPV6))),
        space.implies(space.has(Header.IGMP), diagrams.and(ipv4, is(LayerType.IGMP))));
  }

  private int is(LayerType type) {
    return space.is(Field.IP_PROTOCOL, type.protocol());
  }

  private int withPorts() {
    return space.isAnyOf(
        Field.IP_PROTOCOL,
        LayerType.TCP.protocol(),
        LayerType.UDP.protocol(),
        LayerType.UDP_LITE.protocol(),
        LayerType.SCTP.protocol(),
        LayerType.DCCP.protocol());
  }

  /** Rules of IP see no packet with several tags, nor one that is shorter than its headers. */
  private int asSeenByIp() {
    int authenticated = space.is(Fact.AUTHENTICATED);
    int ah = LayerType.AH.leastLength();
    return space.all(
        diagrams.not(space.is(Fact.SEVERAL_TAGS)),
        holdsHeaders(space.has(Header.IPV4), LayerType.IPV4.leastLength()),
        holdsHeaders(
            diagrams.without(space.has(Header.IPV6), authenticated), LayerType.IPV6.leastLength()),
        holdsHeaders(authenticated, LayerType.IPV6.leastLength() + ah));
  }

  /**
   * {@return the packets that are as long as the headers that they have, if a condition holds}
   *
   * @param condition the condition
   * @param before how many octets the headers before the payload have
   */
  private int holdsHeaders(int condition, int before) {
    return space.all(
        isAtLeast(condition, before),
        isAtLeast(
            diagrams.and(condition, space.is(Fact.LATER_OF_IPV6)),
            before + LayerType.FRAGMENT.leastLength()),
        isAtLeast(diagrams.and(condition, space.has(Header.TRANSPORT)), before + PORTS),
        isAtLeast(
            diagrams.and(condition, space.has(Header.TCP)), before + LayerType.TCP.leastLength()),
        isAtLeast(diagrams.and(condition, messages()), before + LayerType.ICMP.leastLength()));
  }

  /** {@return the packets with a message of eight octets} */
  private int messages() {
    return diagrams.or(
        space.has(Header.ICMP), diagrams.or(space.has(Header.ICMPV6), space.has(Header.IGMP)));
  }

  private int isAtLeast(int condition, int octets) {
    return space.implies(
        condition, space.in(Field.PACKET_LENGTH, Values.range(octets, MAX_LENGTH)));
  }
}
