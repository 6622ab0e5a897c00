package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;

/** The kinds of packets, each with usual packets as texts. */
public enum PacketKind {
  /** TCP: the first packet of a connection, and a later one. */
  TCP("tcp A:40000 > B:22", "tcp ack A:22 > B:40000", "tcp [A6]:40000 > [B6]:22"),
  /** UDP. */
  UDP("udp A:40000 > B:53", "udp [A6]:40000 > [B6]:53"),
  /** UDP-Lite. */
  UDP_LITE("udplite A:40000 > B:53", "udplite [A6]:40000 > [B6]:53"),
  /** SCTP. */
  SCTP("sctp A:40000 > B:22", "sctp [A6]:40000 > [B6]:22"),
  /** DCCP. */
  DCCP("dccp A:40000 > B:22", "dccp [A6]:40000 > [B6]:22"),
  /** Echo requests and replies. */
  PING("ping A > B", "ping A6 > B6", "icmp echo-reply A > B"),
  /** Other messages of ICMP. */
  ICMP("icmp port-unreachable A > B about \"udp B:40000 > A:53\"", "icmp redirect A > B"),
  /** Other messages of ICMPv6. */
  ICMPV6("icmpv6 packet-too-big A6 > B6", "icmpv6 redirect A6 > B6"),
  /** IGMP. */
  IGMP("igmp v2-report A > 224.0.0.9"),
  /** ESP and authentication headers. */
  IPSEC("esp A > B", "ah A > B", "esp A6 > B6", "ah A6 > B6"),
  /** IP with another protocol. */
  IP("ip A > B proto 47", "ip6 A6 > B6 proto 47"),
  /** ARP. */
  ARP("arp who-has B tell A", "arp reply A is-at M", "arp announce A"),
  /** RARP. */
  RARP("rarp who-is M", "rarp reply A is-at M"),
  /** Neighbour solicitation and advertisement. */
  NEIGHBOR("ns B6", "na A6"),
  /** Advertisements of routers. */
  ROUTER("ra"),
  /** DHCP, of clients and servers. */
  DHCP("dhcp discover", "dhcp request A from B", "dhcp offer B from A", "dhcp ack B from A"),
  /** DHCPv6, of clients and servers. */
  DHCPV6("dhcpv6 solicit", "dhcpv6 request", "dhcpv6 advertise", "dhcpv6 reply"),
  /** Queries of names. */
  DNS("dns example.org A > B"),
  /** BPDUs of the spanning tree. */
  STP("stp config", "stp tcn"),
  /** Frames of IEEE 802.3. */
  LLC("llc", "snap snap-type 0x88cc"),
  /** Frames of Ethernet II with something else in them. */
  ETHERNET("ether ether-type 0x88cc");

  private final ImmutableList<String> texts;

  PacketKind(String... texts) {
    this.texts = ImmutableList.copyOf(texts);
  }

  ImmutableList<Packet> packets(SampleSource source, Neighborhood ends) {
    return texts.stream()
        .map(text -> source.packet(ends, text))
        .collect(ImmutableList.toImmutableList());
  }
}
