package io.nwfilter.netfilter.packet;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Arrays;

/**
 * The kind of a layer of a packet. {@link Slot} says what its octets mean.
 *
 * <p>Numbers of protocols: IEEE for Ethernet, <a
 * href="https://www.iana.org/assignments/protocol-numbers">IANA</a> for IP.
 */
public enum LayerType {
  /** The header of a frame, Ethernet II or IEEE 802.3. */
  ETHERNET("ether", -1, "00000000000000000000000088b5"),
  /** The tag of a virtual LAN (IEEE 802.1Q); its own EtherType is in the header before it. */
  VLAN("vlan", 0x8100, "000088b5"),
  /** The tag of a service VLAN (IEEE 802.1ad), usually before one of {@link #VLAN}. */
  SERVICE_VLAN("svlan", 0x88a8, "000088b5"),
  /** Logical link control (IEEE 802.2), after a length; three octets, or four if numbered. */
  LLC("llc", -1, "aaaa03"),
  /** The subnetwork access protocol (RFC 1042), after LLC. */
  SNAP("snap", -1, "00000088b5"),
  /** A spanning tree BPDU (IEEE 802.1D): four octets, 35 for a configuration. */
  STP("stp", -1, "00000000", "0".repeat(62)),
  /** ARP (RFC 826): 28 octets for Ethernet and IPv4; eight where other addresses follow. */
  ARP("arp", 0x806, "0001080006040001", "0".repeat(40)),
  /** RARP (RFC 903), of the form of ARP. */
  RARP("rarp", 0x8035, "0001080006040003", "0".repeat(40)),
  /** IPv4 (RFC 791), options included. */
  IPV4("ip", 0x800, "450000000000000040fd00000000000000000000"),
  /** IPv6 (RFC 8200). */
  IPV6("ip6", 0x86dd, "600000000000fd40" + "0".repeat(64)),
  /** Hop-by-hop options (RFC 8200, section 4.3). */
  HOP_BY_HOP("hop-by-hop", 0, "fd00010400000000"),
  /** A routing header (RFC 8200, section 4.4). */
  ROUTING("routing", 43, "fd00000000000000"),
  /** Destination options (RFC 8200, section 4.6). */
  DESTINATION_OPTIONS("destination-options", 60, "fd00010400000000"),
  /** The fragment header of IPv6 (RFC 8200, section 4.5). */
  FRAGMENT("fragment", 44, "fd00000000000000"),
  /** An authentication header (RFC 4302), its integrity check value included. */
  AH("auth", 51, "fd0100000000000100000000"),
  /** Encapsulating security payload (RFC 4303); what follows cannot be read. */
  ESP("esp", 50, "0000000000000001"),
  /** TCP (RFC 9293), options included. */
  TCP("tcp", 6, "0000000000000000000000005000ffff00000000"),
  /** UDP (RFC 768). */
  UDP("udp", 17, "0000000000000000"),
  /** UDP-Lite (RFC 3828). */
  UDP_LITE("udplite", 136, "0000000000000000"),
  /** The common header of SCTP (RFC 9260); the chunks are payload. */
  SCTP("sctp", 132, "000000000000000000000000"),
  /** DCCP (RFC 4340), with all that its data offset covers. */
  DCCP("dccp", 33, "000000000300000000000000"),
  /** ICMP (RFC 792): the first eight octets. */
  ICMP("icmp", 1, "0800000000000000"),
  /** ICMPv6 (RFC 4443): the first eight octets. */
  ICMPV6("icmpv6", 58, "8000000000000000"),
  /** The target of a neighbour solicitation or advertisement (RFC 4861); options are payload. */
  NEIGHBOR("neighbor", -1, "0".repeat(32)),
  /** IGMP (RFC 2236): the first eight octets. */
  IGMP("igmp", 2, "1100000000000000"),
  /**
   * BOOTP for Ethernet (RFC 951), the base of DHCP (RFC 2131), without names of servers and files;
   * its options are payload.
   */
  BOOTP("bootp", -1, "01010600" + "0".repeat(464)),
  /** What is not understood further. */
  PAYLOAD("data", -1, ""),
  /** What follows the end of the packet in its frame, such as padding to 60 octets. */
  TRAILER("padding", -1, "");

  private final String word;
  private final int protocol;
  private final String template;
  private final int least;

  LayerType(String word, int protocol, String template) {
    this(word, protocol, template, "");
  }

  LayerType(String word, int protocol, String least, String rest) {
    this.word = word;
    this.protocol = protocol;
    this.template = least + rest;
    this.least = least.length() / 2;
  }

  /** {@return the word for it in the text of a packet} */
  public String word() {
    return word;
  }

  /**
   * {@return the number by which the layer before it, or IP, announces it: an EtherType or a
   * protocol of IP; −1 if there is none}
   */
  public int protocol() {
    return protocol;
  }

  /** {@return the octets of a new layer} */
  Octets template() {
    return requireNonNull(Templates.OCTETS.get(this));
  }

  /** {@return how many octets it has at least} */
  public int leastLength() {
    return least;
  }

  /** {@return whether its number is one of IP's} */
  boolean isAfterIp() {
    return protocol >= 0 && protocol < 256;
  }

  /** {@return whether it is a header that IPv6 may have before its payload (RFC 8200, 4.1)} */
  boolean isExtension() {
    return compareTo(HOP_BY_HOP) >= 0 && compareTo(AH) <= 0;
  }

  /** {@return whether it is something other than a header} */
  boolean isUnknown() {
    return this == PAYLOAD || this == TRAILER;
  }

  /** {@return whether it is the tag of a virtual LAN} */
  boolean isTag() {
    return this == VLAN || this == SERVICE_VLAN;
  }

  /** {@return whether it starts with the ports of both ends} */
  boolean hasPorts() {
    return compareTo(TCP) >= 0 && compareTo(DCCP) <= 0;
  }

  /** {@return whether the length varies after {@link #template}, as options do} */
  boolean hasTail() {
    return switch (this) {
      case LLC, IPV4, HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS, AH, TCP, DCCP, PAYLOAD, TRAILER ->
          true;
      default -> false;
    };
  }

  /** Made when first asked for, as the octets of a type need the type. */
  private static final class Templates {
    private static final ImmutableMap<LayerType, Octets> OCTETS =
        Maps.immutableEnumMap(
            Maps.toMap(Arrays.asList(values()), type -> Octets.parse(type.template)));
  }
}
