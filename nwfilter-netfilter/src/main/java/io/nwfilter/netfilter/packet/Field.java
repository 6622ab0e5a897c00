package io.nwfilter.netfilter.packet;

import static io.nwfilter.netfilter.packet.FieldKind.BITS;
import static io.nwfilter.netfilter.packet.FieldKind.FLAG;
import static io.nwfilter.netfilter.packet.FieldKind.INTERFACE;
import static io.nwfilter.netfilter.packet.FieldKind.MAC;
import static io.nwfilter.netfilter.packet.FieldKind.NAME;
import static io.nwfilter.netfilter.packet.FieldKind.NAMES;
import static io.nwfilter.netfilter.packet.FieldKind.NUMBER;
import static io.nwfilter.netfilter.packet.FieldKind.TYPE_AND_CODE;

import java.util.List;

/**
 * The part of a packet or frame that a match looks at. Only packets that have the field, that is,
 * its header, can meet a match.
 */
public enum Field {
  /** The interface that the packet came in by. */
  IN_INTERFACE(Header.META, 128, INTERFACE),
  /** The interface that the packet goes out by. */
  OUT_INTERFACE(Header.META, 128, INTERFACE),
  /** The bridge that the frame came in by (ebtables(8), {@code --logical-in}). */
  IN_BRIDGE(Header.META, 128, INTERFACE),
  /** The bridge that the frame goes out by (ebtables(8), {@code --logical-out}). */
  OUT_BRIDGE(Header.META, 128, INTERFACE),
  /** The bridge port that the packet came in by (iptables-extensions(8), physdev). */
  IN_PORT(Header.META, 128, INTERFACE),
  /** The bridge port that the packet goes out by (iptables-extensions(8), physdev). */
  OUT_PORT(Header.META, 128, INTERFACE),
  /** Whether the packet came in by a bridge port ({@code --physdev-is-in}). */
  HAS_IN_PORT(Header.META, 1, FLAG),
  /** Whether the packet goes out by a bridge port ({@code --physdev-is-out}). */
  HAS_OUT_PORT(Header.META, 1, FLAG),
  /** Whether the packet is bridged, not routed ({@code --physdev-is-bridged}). */
  IS_BRIDGED(Header.META, 1, FLAG),
  /** The packet's mark. */
  MARK(Header.META, 32, BITS),
  /** Whom the frame is addressed to at the link layer: this host, all, several, another host. */
  PACKET_TYPE(Header.META, 3, NAME),
  /** The length of the IP packet in octets. */
  PACKET_LENGTH(Header.META, 16, NUMBER),
  /** The type of the source address in the routing table (iptables-extensions(8), addrtype). */
  SOURCE_ADDRESS_TYPE(Header.META, 12, NAMES),
  /** The type of the destination address in the routing table. */
  DESTINATION_ADDRESS_TYPE(Header.META, 12, NAMES),

  /**
   * The user that the packet's socket belongs to (iptables-extensions(8), owner). A packet that no
   * process sends has no user, and so is outside any set of them: its value is 4294967295, which no
   * user has.
   */
  SOCKET_USER(Header.META, 32, NUMBER),
  /** The group that the packet's socket belongs to; 4294967295 if there is none. */
  SOCKET_GROUP(Header.META, 32, NUMBER),
  /** Whether there is a socket of this host that the packet comes from. */
  HAS_SOCKET(Header.META, 1, FLAG),

  /**
   * The state of the packet in its connection, a bit for each state (iptables-extensions(8),
   * conntrack).
   */
  CONNECTION_STATE(Header.META, 7, NAMES),
  /** The packet's direction: 0 as the connection's first packet, 1 as replies ({@code --ctdir}). */
  CONNECTION_DIRECTION(Header.CONNECTION, 1, NAME),
  /** The status of the connection in connection tracking ({@code --ctstatus}). */
  CONNECTION_STATUS(Header.CONNECTION, 4, NAMES),
  /** The connection's mark. */
  CONNECTION_MARK(Header.CONNECTION, 32, BITS),

  /** Source MAC address of the frame. */
  ETHERNET_SOURCE(Header.ETHERNET, 48, MAC),
  /** Destination MAC address of the frame. */
  ETHERNET_DESTINATION(Header.ETHERNET, 48, MAC),
  /** EtherType of the frame; values below {@link #LEAST_ETHER_TYPE} are lengths. */
  ETHER_TYPE(Header.ETHERNET, 16, BITS),

  /** Service access points of LLC, which must be equal (ebtables(8), {@code --802_3-sap}). */
  LLC_SAP(Header.LLC, 8, BITS),
  /** The protocol that SNAP names (ebtables(8), {@code --802_3-type}). */
  SNAP_TYPE(Header.LLC, 16, BITS),

  /** VLAN id (IEEE 802.1Q). */
  VLAN_ID(Header.VLAN, 12, NUMBER),
  /** Priority in the VLAN tag (IEEE 802.1p). */
  VLAN_PRIORITY(Header.VLAN, 3, NUMBER),
  /** EtherType after the VLAN tag. */
  VLAN_ETHER_TYPE(Header.VLAN, 16, BITS),

  /** ARP hardware type (RFC 826). */
  ARP_HARDWARE_TYPE(Header.ARP, 16, NUMBER),
  /** ARP protocol type. */
  ARP_PROTOCOL_TYPE(Header.ARP, 16, BITS),
  /** Length of hardware addresses in ARP, in octets. */
  ARP_HARDWARE_LENGTH(Header.ARP, 8, NUMBER),
  /** Length of protocol addresses in ARP, in octets. */
  ARP_PROTOCOL_LENGTH(Header.ARP, 8, NUMBER),
  /** ARP operation. */
  ARP_OPERATION(Header.ARP, 16, NUMBER),
  /** Sender hardware address inside ARP. */
  ARP_SENDER_MAC(Header.ARP, 48, MAC),
  /** Target hardware address inside ARP. */
  ARP_TARGET_MAC(Header.ARP, 48, MAC),
  /** Sender protocol address inside ARP. */
  ARP_SENDER_IP(Header.ARP, 32, FieldKind.IPV4),
  /** Target protocol address inside ARP. */
  ARP_TARGET_IP(Header.ARP, 32, FieldKind.IPV4),

  /** Source address. */
  IPV4_SOURCE(Header.IPV4, 32, FieldKind.IPV4),
  /** Destination address. */
  IPV4_DESTINATION(Header.IPV4, 32, FieldKind.IPV4),
  /** The fragment's place in the datagram, in units of eight octets; 0 for the first. */
  IPV4_FRAGMENT_OFFSET(Header.IPV4, 13, NUMBER),
  /** Source address. */
  IPV6_SOURCE(Header.IPV6, 128, FieldKind.IPV6),
  /** Destination address. */
  IPV6_DESTINATION(Header.IPV6, 128, FieldKind.IPV6),
  /** Whether there is a header of fragments (RFC 8200). */
  IPV6_FRAGMENT(Header.IPV6, 1, FLAG),
  /** The fragment's place in that header, in units of eight octets; 0 for the first. */
  IPV6_FRAGMENT_OFFSET(Header.IPV6, 13, NUMBER),
  /** Protocol of the payload (IANA), for IPv6 after the extension headers. */
  IP_PROTOCOL(Header.IP, 8, NUMBER),
  /**
   * Type of service, or traffic class. Its upper six bits are the differentiated services code
   * point (RFC 2474).
   */
  IP_TOS(Header.IP, 8, BITS),
  /** Time to live, or hop limit: how many routers may pass the packet on, and one more. */
  IP_TTL(Header.IP, 8, NUMBER),

  /** Source port. */
  SOURCE_PORT(Header.TRANSPORT, 16, NUMBER),
  /** Destination port. */
  DESTINATION_PORT(Header.TRANSPORT, 16, NUMBER),
  /** The control bits of TCP: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32. */
  TCP_FLAGS(Header.TCP, 8, BITS),
  /** An option of TCP; a match is met if one of the header's options has a wanted number. */
  TCP_OPTION(Header.TCP, 8, NUMBER),
  /** Type and code of ICMP. */
  ICMP_TYPE(Header.ICMP, 16, TYPE_AND_CODE),
  /** Type and code of ICMPv6. */
  ICMPV6_TYPE(Header.ICMPV6, 16, TYPE_AND_CODE),
  /** Type of IGMP. */
  IGMP_TYPE(Header.IGMP, 8, NUMBER),

  /** BPDU type (IEEE 802.1D). */
  STP_TYPE(Header.STP, 8, NUMBER),
  /** BPDU flags. */
  STP_FLAGS(Header.STP, 8, NUMBER),
  /** Priority of the root bridge. */
  STP_ROOT_PRIORITY(Header.STP, 16, NUMBER),
  /** MAC address of the root bridge. */
  STP_ROOT_ADDRESS(Header.STP, 48, MAC),
  /** Cost of the path to the root. */
  STP_ROOT_COST(Header.STP, 32, NUMBER),
  /** Priority of the sending bridge. */
  STP_SENDER_PRIORITY(Header.STP, 16, NUMBER),
  /** MAC address of the sending bridge. */
  STP_SENDER_ADDRESS(Header.STP, 48, MAC),
  /** Port identifier. */
  STP_PORT(Header.STP, 16, NUMBER),
  /** Message age, in 1/256 seconds. */
  STP_MESSAGE_AGE(Header.STP, 16, NUMBER),
  /** Maximum age, in 1/256 seconds. */
  STP_MAX_AGE(Header.STP, 16, NUMBER),
  /** Hello time, in 1/256 seconds. */
  STP_HELLO_TIME(Header.STP, 16, NUMBER),
  /** Forward delay, in 1/256 seconds. */
  STP_FORWARD_DELAY(Header.STP, 16, NUMBER);

  /**
   * The least value of {@link #ETHER_TYPE} that is a type; less is the length of a frame (IEEE
   * 802.3, section 3.2.6).
   */
  public static final int LEAST_ETHER_TYPE = 0x600;

  private final Header header;
  private final int width;
  private final FieldKind kind;

  Field(Header header, int width, FieldKind kind) {
    this.header = header;
    this.width = width;
    this.kind = kind;
  }

  /** {@return the header that contains it} */
  public Header header() {
    return header;
  }

  /** {@return its width in bits, 1 to {@value Bits#MAX_WIDTH}} */
  public int width() {
    return width;
  }

  /** {@return the kind of its values} */
  public FieldKind kind() {
    return kind;
  }

  /**
   * {@return the slots that may hold it; none if it is not in the octets of packets} A packet has
   * at most one layer with one of them, apart from tags and the service access points of LLC. Type
   * and code of ICMP are in two slots, the type first.
   */
  public List<Slot> slots() {
    return FieldPlaces.slots(this);
  }

  /**
   * {@return the same field of the other end: the destination for a source, the target for a
   * sender, and vice versa}
   *
   * @throws IllegalStateException if the field has no counterpart at another end
   */
  public Field opposite() {
    return switch (this) {
      case IN_INTERFACE -> OUT_INTERFACE;
      case OUT_INTERFACE -> IN_INTERFACE;
      case IN_BRIDGE -> OUT_BRIDGE;
      case OUT_BRIDGE -> IN_BRIDGE;
      case IN_PORT -> OUT_PORT;
      case OUT_PORT -> IN_PORT;
      case HAS_IN_PORT -> HAS_OUT_PORT;
      case HAS_OUT_PORT -> HAS_IN_PORT;
      case SOURCE_ADDRESS_TYPE -> DESTINATION_ADDRESS_TYPE;
      case DESTINATION_ADDRESS_TYPE -> SOURCE_ADDRESS_TYPE;
      case ETHERNET_SOURCE -> ETHERNET_DESTINATION;
      case ETHERNET_DESTINATION -> ETHERNET_SOURCE;
      case ARP_SENDER_MAC -> ARP_TARGET_MAC;
      case ARP_TARGET_MAC -> ARP_SENDER_MAC;
      case ARP_SENDER_IP -> ARP_TARGET_IP;
      case ARP_TARGET_IP -> ARP_SENDER_IP;
      case IPV4_SOURCE -> IPV4_DESTINATION;
      case IPV4_DESTINATION -> IPV4_SOURCE;
      case IPV6_SOURCE -> IPV6_DESTINATION;
      case IPV6_DESTINATION -> IPV6_SOURCE;
      case SOURCE_PORT -> DESTINATION_PORT;
      case DESTINATION_PORT -> SOURCE_PORT;
      default -> throw new IllegalStateException(this + " has no opposite");
    };
  }
}
