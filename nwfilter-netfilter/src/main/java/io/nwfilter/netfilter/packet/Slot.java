package io.nwfilter.netfilter.packet;

import static io.nwfilter.netfilter.packet.FieldKind.BITS;
import static io.nwfilter.netfilter.packet.FieldKind.MAC;
import static io.nwfilter.netfilter.packet.FieldKind.NUMBER;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import java.util.Arrays;
import java.util.List;

/**
 * A place in a layer: which of its bits hold what. Reading, writing and printing packets all come
 * from this one table; {@link Field} adds what the kernel's matches make of it.
 */
public enum Slot {
  /** Destination MAC address. */
  ETHERNET_DESTINATION(LayerType.ETHERNET, "dst-mac", 0, 48, MAC),
  /** Source MAC address. */
  ETHERNET_SOURCE(LayerType.ETHERNET, "src-mac", 48, 48, MAC),
  /** EtherType of what follows, or its length if below 0x600. */
  ETHERNET_TYPE(LayerType.ETHERNET, "ether-type", 96, 16, BITS, true),

  /** Priority (IEEE 802.1p). */
  VLAN_PRIORITY(LayerType.VLAN, "vlan-priority", 0, 3, NUMBER),
  /** Drop eligible indicator. */
  VLAN_DROP_ELIGIBLE(LayerType.VLAN, "vlan-dei", 3, 1, NUMBER),
  /** VLAN id; 0 for a tag that only has a priority. */
  VLAN_ID(LayerType.VLAN, "vlan", 4, 12, NUMBER),
  /** EtherType of what follows. */
  VLAN_TYPE(LayerType.VLAN, "vlan-type", 16, 16, BITS, true),
  /** Priority (IEEE 802.1p). */
  SERVICE_VLAN_PRIORITY(LayerType.SERVICE_VLAN, "svlan-priority", 0, 3, NUMBER),
  /** Drop eligible indicator. */
  SERVICE_VLAN_DROP_ELIGIBLE(LayerType.SERVICE_VLAN, "svlan-dei", 3, 1, NUMBER),
  /** VLAN id. */
  SERVICE_VLAN_ID(LayerType.SERVICE_VLAN, "svlan", 4, 12, NUMBER),
  /** EtherType of what follows. */
  SERVICE_VLAN_TYPE(LayerType.SERVICE_VLAN, "svlan-type", 16, 16, BITS, true),

  /** Destination service access point. */
  LLC_DESTINATION(LayerType.LLC, "dsap", 0, 8, BITS),
  /** Source service access point. */
  LLC_SOURCE(LayerType.LLC, "ssap", 8, 8, BITS),
  /** Control; 3 for unnumbered information. */
  LLC_CONTROL(LayerType.LLC, "control", 16, 8, BITS),
  /** The organization that defines the type; 0 for EtherTypes. */
  SNAP_ORGANIZATION(LayerType.SNAP, "oui", 0, 24, BITS),
  /** What follows. */
  SNAP_TYPE(LayerType.SNAP, "snap-type", 24, 16, BITS),

  /** Protocol identifier, 0. */
  STP_PROTOCOL(LayerType.STP, "stp-protocol", 0, 16, NUMBER),
  /** Version, 0. */
  STP_VERSION(LayerType.STP, "stp-version", 16, 8, NUMBER),
  /** Type: 0 for a configuration, 0x80 for a change of topology. */
  STP_TYPE(LayerType.STP, "stp-type", 24, 8, BITS),
  /** Flags. */
  STP_FLAGS(LayerType.STP, "stp-flags", 32, 8, BITS),
  /** Priority of the root bridge. */
  STP_ROOT_PRIORITY(LayerType.STP, "root-priority", 40, 16, NUMBER),
  /** MAC address of the root bridge. */
  STP_ROOT_ADDRESS(LayerType.STP, "root-mac", 56, 48, MAC),
  /** Cost of the path to the root. */
  STP_ROOT_COST(LayerType.STP, "root-cost", 104, 32, NUMBER),
  /** Priority of the sending bridge. */
  STP_SENDER_PRIORITY(LayerType.STP, "bridge-priority", 136, 16, NUMBER),
  /** MAC address of the sending bridge. */
  STP_SENDER_ADDRESS(LayerType.STP, "bridge-mac", 152, 48, MAC),
  /** Port identifier. */
  STP_PORT(LayerType.STP, "port-id", 200, 16, NUMBER),
  /** Message age, in 1/256 seconds. */
  STP_MESSAGE_AGE(LayerType.STP, "message-age", 216, 16, NUMBER),
  /** Maximum age, in 1/256 seconds. */
  STP_MAX_AGE(LayerType.STP, "max-age", 232, 16, NUMBER),
  /** Hello time, in 1/256 seconds. */
  STP_HELLO_TIME(LayerType.STP, "hello-time", 248, 16, NUMBER),
  /** Forward delay, in 1/256 seconds. */
  STP_FORWARD_DELAY(LayerType.STP, "forward-delay", 264, 16, NUMBER),

  /** Hardware type, 1 for Ethernet. */
  ARP_HARDWARE_TYPE(LayerType.ARP, "hardware-type", 0, 16, NUMBER),
  /** Protocol type, an EtherType. */
  ARP_PROTOCOL_TYPE(LayerType.ARP, "protocol-type", 16, 16, BITS),
  /** Length of hardware addresses in octets. */
  ARP_HARDWARE_LENGTH(LayerType.ARP, "hardware-length", 32, 8, NUMBER),
  /** Length of protocol addresses in octets. */
  ARP_PROTOCOL_LENGTH(LayerType.ARP, "protocol-length", 40, 8, NUMBER),
  /** Operation: 1 for a request, 2 for a reply. */
  ARP_OPERATION(LayerType.ARP, "operation", 48, 16, NUMBER),
  /** Sender hardware address. */
  ARP_SENDER_MAC(LayerType.ARP, "sender-mac", 64, 48, MAC),
  /** Sender protocol address. */
  ARP_SENDER_IP(LayerType.ARP, "sender-ip", 112, 32, FieldKind.IPV4),
  /** Target hardware address. */
  ARP_TARGET_MAC(LayerType.ARP, "target-mac", 144, 48, MAC),
  /** Target protocol address. */
  ARP_TARGET_IP(LayerType.ARP, "target-ip", 192, 32, FieldKind.IPV4),

  /** Length of the header in units of four octets. */
  IPV4_HEADER_LENGTH(LayerType.IPV4, "ihl", 4, 4, NUMBER, true),
  /** Type of service: DSCP and ECN. */
  IPV4_TOS(LayerType.IPV4, "tos", 8, 8, BITS),
  /** Length of header and payload in octets. */
  IPV4_LENGTH(LayerType.IPV4, "ip-length", 16, 16, NUMBER, true),
  /** Identification of a datagram's fragments. */
  IPV4_ID(LayerType.IPV4, "ip-id", 32, 16, NUMBER),
  /** Flags: 2 for "do not fragment", 1 for "more fragments". */
  IPV4_FLAGS(LayerType.IPV4, "ip-flags", 48, 3, NUMBER),
  /** The fragment's place, in units of eight octets. */
  IPV4_FRAGMENT_OFFSET(LayerType.IPV4, "frag-offset", 51, 13, NUMBER),
  /** Time to live, in hops. */
  IPV4_TTL(LayerType.IPV4, "ttl", 64, 8, NUMBER),
  /** Protocol of the payload. */
  IPV4_PROTOCOL(LayerType.IPV4, "proto", 72, 8, NUMBER, true),
  /** Checksum of the header. */
  IPV4_CHECKSUM(LayerType.IPV4, "ip-checksum", 80, 16, BITS, true),
  /** Source address. */
  IPV4_SOURCE(LayerType.IPV4, "src", 96, 32, FieldKind.IPV4),
  /** Destination address. */
  IPV4_DESTINATION(LayerType.IPV4, "dst", 128, 32, FieldKind.IPV4),

  /** Traffic class: DSCP and ECN. */
  IPV6_TRAFFIC_CLASS(LayerType.IPV6, "tos", 4, 8, BITS),
  /** Flow label. */
  IPV6_FLOW_LABEL(LayerType.IPV6, "flow-label", 12, 20, BITS),
  /** Length of what follows the header, in octets. */
  IPV6_LENGTH(LayerType.IPV6, "ip-length", 32, 16, NUMBER, true),
  /** What follows the header: an extension header or a protocol. */
  IPV6_NEXT(LayerType.IPV6, "proto", 48, 8, NUMBER, true),
  /** Hop limit. */
  IPV6_HOP_LIMIT(LayerType.IPV6, "ttl", 56, 8, NUMBER),
  /** Source address. */
  IPV6_SOURCE(LayerType.IPV6, "src", 64, 128, FieldKind.IPV6),
  /** Destination address. */
  IPV6_DESTINATION(LayerType.IPV6, "dst", 192, 128, FieldKind.IPV6),

  /** What follows the options. */
  HOP_BY_HOP_NEXT(LayerType.HOP_BY_HOP, "proto", 0, 8, NUMBER, true),
  /** Length in units of eight octets, the first not counted. */
  HOP_BY_HOP_LENGTH(LayerType.HOP_BY_HOP, "hop-length", 8, 8, NUMBER, true),
  /** What follows the header. */
  ROUTING_NEXT(LayerType.ROUTING, "proto", 0, 8, NUMBER, true),
  /** Length in units of eight octets, the first not counted. */
  ROUTING_LENGTH(LayerType.ROUTING, "routing-length", 8, 8, NUMBER, true),
  /** What follows the options. */
  DESTINATION_OPTIONS_NEXT(LayerType.DESTINATION_OPTIONS, "proto", 0, 8, NUMBER, true),
  /** Length in units of eight octets, the first not counted. */
  DESTINATION_OPTIONS_LENGTH(
      LayerType.DESTINATION_OPTIONS, "destination-length", 8, 8, NUMBER, true),
  /** What the datagram has after the header. */
  FRAGMENT_NEXT(LayerType.FRAGMENT, "proto", 0, 8, NUMBER, true),
  /** The fragment's place, in units of eight octets. */
  FRAGMENT_OFFSET(LayerType.FRAGMENT, "frag-offset", 16, 13, NUMBER),
  /** Whether more fragments follow. */
  FRAGMENT_MORE(LayerType.FRAGMENT, "frag-more", 31, 1, NUMBER),
  /** Identification of a datagram's fragments. */
  FRAGMENT_ID(LayerType.FRAGMENT, "frag-id", 32, 32, NUMBER),
  /** What follows the header. */
  AH_NEXT(LayerType.AH, "proto", 0, 8, NUMBER, true),
  /** Length in units of four octets, minus 2. */
  AH_LENGTH(LayerType.AH, "auth-length", 8, 8, NUMBER, true),
  /** Security parameters index. */
  AH_SPI(LayerType.AH, "auth-spi", 32, 32, BITS),
  /** Sequence number. */
  AH_SEQUENCE(LayerType.AH, "auth-seq", 64, 32, NUMBER),
  /** Security parameters index. */
  ESP_SPI(LayerType.ESP, "spi", 0, 32, BITS),
  /** Sequence number. */
  ESP_SEQUENCE(LayerType.ESP, "seq", 32, 32, NUMBER),

  /** Source port. */
  TCP_SOURCE_PORT(LayerType.TCP, "sport", 0, 16, NUMBER),
  /** Destination port. */
  TCP_DESTINATION_PORT(LayerType.TCP, "dport", 16, 16, NUMBER),
  /** Sequence number. */
  TCP_SEQUENCE(LayerType.TCP, "seq", 32, 32, NUMBER),
  /** Acknowledgment number. */
  TCP_ACKNOWLEDGMENT(LayerType.TCP, "ack-seq", 64, 32, NUMBER),
  /** Length of the header in units of four octets. */
  TCP_DATA_OFFSET(LayerType.TCP, "data-offset", 96, 4, NUMBER, true),
  /** Reserved bits. */
  TCP_RESERVED(LayerType.TCP, "reserved", 100, 4, NUMBER),
  /** Control bits, as in {@link Field#TCP_FLAGS}. */
  TCP_FLAGS(LayerType.TCP, "flags", 104, 8, BITS),
  /** Window. */
  TCP_WINDOW(LayerType.TCP, "window", 112, 16, NUMBER),
  /** Checksum. */
  TCP_CHECKSUM(LayerType.TCP, "checksum", 128, 16, BITS, true),
  /** Urgent pointer. */
  TCP_URGENT(LayerType.TCP, "urgent", 144, 16, NUMBER),
  /** Source port. */
  UDP_SOURCE_PORT(LayerType.UDP, "sport", 0, 16, NUMBER),
  /** Destination port. */
  UDP_DESTINATION_PORT(LayerType.UDP, "dport", 16, 16, NUMBER),
  /** Length of header and payload in octets. */
  UDP_LENGTH(LayerType.UDP, "length", 32, 16, NUMBER, true),
  /** Checksum; 0 for none. */
  UDP_CHECKSUM(LayerType.UDP, "checksum", 48, 16, BITS, true),
  /** Source port. */
  UDP_LITE_SOURCE_PORT(LayerType.UDP_LITE, "sport", 0, 16, NUMBER),
  /** Destination port. */
  UDP_LITE_DESTINATION_PORT(LayerType.UDP_LITE, "dport", 16, 16, NUMBER),
  /** How many octets the checksum covers; 0 for all. */
  UDP_LITE_COVERAGE(LayerType.UDP_LITE, "coverage", 32, 16, NUMBER),
  /** Checksum. */
  UDP_LITE_CHECKSUM(LayerType.UDP_LITE, "checksum", 48, 16, BITS, true),
  /** Source port. */
  SCTP_SOURCE_PORT(LayerType.SCTP, "sport", 0, 16, NUMBER),
  /** Destination port. */
  SCTP_DESTINATION_PORT(LayerType.SCTP, "dport", 16, 16, NUMBER),
  /** Verification tag. */
  SCTP_TAG(LayerType.SCTP, "tag", 32, 32, BITS),
  /** Checksum: CRC-32C. */
  SCTP_CHECKSUM(LayerType.SCTP, "checksum", 64, 32, BITS, true),
  /** Source port. */
  DCCP_SOURCE_PORT(LayerType.DCCP, "sport", 0, 16, NUMBER),
  /** Destination port. */
  DCCP_DESTINATION_PORT(LayerType.DCCP, "dport", 16, 16, NUMBER),
  /** Length of the header in units of four octets. */
  DCCP_DATA_OFFSET(LayerType.DCCP, "data-offset", 32, 8, NUMBER, true),
  /** Used by the sender's congestion control. */
  DCCP_CCVAL(LayerType.DCCP, "ccval", 40, 4, NUMBER),
  /** How much of the payload the checksum covers; 0 for all. */
  DCCP_COVERAGE(LayerType.DCCP, "coverage", 44, 4, NUMBER),
  /** Checksum. */
  DCCP_CHECKSUM(LayerType.DCCP, "checksum", 48, 16, BITS, true),
  /** Type: 0 for a request, 1 for a response. */
  DCCP_TYPE(LayerType.DCCP, "dccp-type", 67, 4, NUMBER),
  /** Whether sequence numbers are extended to 48 bits. */
  DCCP_EXTENDED(LayerType.DCCP, "extended", 71, 1, NUMBER),
  /** The first 24 bits after that: the sequence number, if it is not extended. */
  DCCP_SEQUENCE(LayerType.DCCP, "seq", 72, 24, NUMBER),

  /** Type. */
  ICMP_TYPE(LayerType.ICMP, "type", 0, 8, NUMBER),
  /** Code. */
  ICMP_CODE(LayerType.ICMP, "code", 8, 8, NUMBER),
  /** Checksum. */
  ICMP_CHECKSUM(LayerType.ICMP, "checksum", 16, 16, BITS, true),
  /** Identifier of an echo; the upper half of what other messages have there. */
  ICMP_ID(LayerType.ICMP, "id", 32, 16, NUMBER),
  /** Sequence number of an echo; the lower half of what other messages have there. */
  ICMP_SEQUENCE(LayerType.ICMP, "seq", 48, 16, NUMBER),
  /** Type. */
  ICMPV6_TYPE(LayerType.ICMPV6, "type", 0, 8, NUMBER),
  /** Code. */
  ICMPV6_CODE(LayerType.ICMPV6, "code", 8, 8, NUMBER),
  /** Checksum. */
  ICMPV6_CHECKSUM(LayerType.ICMPV6, "checksum", 16, 16, BITS, true),
  /** Identifier of an echo; the upper half of what other messages have there. */
  ICMPV6_ID(LayerType.ICMPV6, "id", 32, 16, NUMBER),
  /** Sequence number of an echo; the lower half of what other messages have there. */
  ICMPV6_SEQUENCE(LayerType.ICMPV6, "seq", 48, 16, NUMBER),
  /** Whose link-layer address is wanted or told. */
  NEIGHBOR_TARGET(LayerType.NEIGHBOR, "target", 0, 128, FieldKind.IPV6),
  /** Type. */
  IGMP_TYPE(LayerType.IGMP, "type", 0, 8, BITS),
  /** Maximum response time of a query, in 1/10 seconds. */
  IGMP_RESPONSE_TIME(LayerType.IGMP, "response-time", 8, 8, NUMBER),
  /** Checksum. */
  IGMP_CHECKSUM(LayerType.IGMP, "checksum", 16, 16, BITS, true),
  /** Group address. */
  IGMP_GROUP(LayerType.IGMP, "group", 32, 32, FieldKind.IPV4),

  /** Operation: 1 for a request, 2 for a reply. */
  BOOTP_OPERATION(LayerType.BOOTP, "boot-operation", 0, 8, NUMBER),
  /** Number of relays passed. */
  BOOTP_HOPS(LayerType.BOOTP, "boot-hops", 24, 8, NUMBER),
  /** Number of the transaction. */
  BOOTP_TRANSACTION(LayerType.BOOTP, "xid", 32, 32, BITS),
  /** Seconds since the client began. */
  BOOTP_SECONDS(LayerType.BOOTP, "boot-seconds", 64, 16, NUMBER),
  /** Flags: 0x8000 asks for replies by broadcast. */
  BOOTP_FLAGS(LayerType.BOOTP, "boot-flags", 80, 16, BITS),
  /** The address that the client has. */
  BOOTP_CLIENT_IP(LayerType.BOOTP, "client-ip", 96, 32, FieldKind.IPV4),
  /** The address that the client gets. */
  BOOTP_YOUR_IP(LayerType.BOOTP, "your-ip", 128, 32, FieldKind.IPV4),
  /** The server to boot from. */
  BOOTP_NEXT_SERVER(LayerType.BOOTP, "next-server", 160, 32, FieldKind.IPV4),
  /** The relay. */
  BOOTP_RELAY(LayerType.BOOTP, "relay-ip", 192, 32, FieldKind.IPV4),
  /** MAC address of the client. */
  BOOTP_CLIENT_MAC(LayerType.BOOTP, "client-mac", 224, 48, MAC);

  private static final ImmutableListMultimap<LayerType, Slot> BY_TYPE =
      Multimaps.index(Arrays.asList(values()), Slot::type);

  private final LayerType type;
  private final String word;
  private final int bit;
  private final int width;
  private final FieldKind kind;
  private final boolean computed;

  Slot(LayerType type, String word, int bit, int width, FieldKind kind) {
    this(type, word, bit, width, kind, false);
  }

  Slot(LayerType type, String word, int bit, int width, FieldKind kind, boolean computed) {
    this.type = type;
    this.word = word;
    this.bit = bit;
    this.width = width;
    this.kind = kind;
    this.computed = computed;
  }

  /**
   * {@return the slots of a layer}
   *
   * @param type the kind of the layer; RARP has those of ARP
   */
  public static List<Slot> of(LayerType type) {
    ImmutableList<Slot> slots = BY_TYPE.get(type == LayerType.RARP ? LayerType.ARP : type);
    return slots;
  }

  /** {@return the kind of layer that has it} */
  public LayerType type() {
    return type;
  }

  /** {@return the word for it in the text of a packet} */
  public String word() {
    return word;
  }

  /** {@return its first bit, counted from the most significant bit of the layer's first octet} */
  public int bit() {
    return bit;
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
   * {@return whether it follows from the rest of the packet: lengths, checksums, and the protocol
   * of what comes next}
   */
  public boolean isComputed() {
    return computed;
  }
}
