package io.nwfilter.netfilter.packet;

/** A header of a packet, or what the kernel knows about it in addition to its octets. */
public enum Header {
  /** What the kernel keeps with a packet: its interfaces, its mark, its length. */
  META("packet"),
  /** The connection that connection tracking has found for the packet. */
  CONNECTION("connection"),
  /** Ethernet (IEEE 802.3). */
  ETHERNET("Ethernet"),
  /** LLC and SNAP after an 802.3 length (IEEE 802.2). */
  LLC("802.3"),
  /** The tag of a virtual LAN (IEEE 802.1Q). */
  VLAN("VLAN"),
  /** A spanning tree BPDU (IEEE 802.1D). */
  STP("STP"),
  /** ARP and RARP (RFC 826, RFC 903). */
  ARP("ARP"),
  /** IPv4 (RFC 791). */
  IPV4("IPv4"),
  /** IPv6 (RFC 8200). */
  IPV6("IPv6"),
  /** What IPv4 and IPv6 have in common. */
  IP("IP"),
  /** What TCP, UDP, UDP-Lite, SCTP and DCCP have in common: ports in the first four octets. */
  TRANSPORT("transport"),
  /** TCP (RFC 9293). */
  TCP("TCP"),
  /** ICMP (RFC 792). */
  ICMP("ICMP"),
  /** ICMPv6 (RFC 4443). */
  ICMPV6("ICMPv6"),
  /** IGMP (RFC 3376). */
  IGMP("IGMP");

  private final String label;

  Header(String label) {
    this.label = label;
  }

  /** {@return the header's name, as it appears in messages} */
  @Override
  public String toString() {
    return label;
  }
}
