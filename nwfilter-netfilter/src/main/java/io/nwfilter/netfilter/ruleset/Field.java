package io.nwfilter.netfilter.ruleset;

/** What of a packet or frame a {@link Match} looks at. */
public enum Field {
  /** The interface that the frame came in by. */
  IN_INTERFACE,
  /** The interface that the frame goes out by. */
  OUT_INTERFACE,
  /** Source MAC address of the frame. */
  ETHERNET_SOURCE,
  /** Destination MAC address of the frame. */
  ETHERNET_DESTINATION,
  /** EtherType of the frame. */
  ETHER_TYPE,
  /** VLAN id (IEEE 802.1Q). */
  VLAN_ID,
  /** EtherType inside the VLAN tag. */
  VLAN_ETHER_TYPE,
  /** ARP hardware type (RFC 826). */
  ARP_HARDWARE_TYPE,
  /** ARP protocol type. */
  ARP_PROTOCOL_TYPE,
  /** ARP operation. */
  ARP_OPERATION,
  /** Sender hardware address inside ARP. */
  ARP_SENDER_MAC,
  /** Target hardware address inside ARP. */
  ARP_TARGET_MAC,
  /** Sender protocol address inside ARP. */
  ARP_SENDER_IP,
  /** Target protocol address inside ARP. */
  ARP_TARGET_IP,
  /** Source IP address. */
  IP_SOURCE,
  /** Destination IP address. */
  IP_DESTINATION,
  /** Protocol of the IP packet's payload (IANA). */
  IP_PROTOCOL,
  /** The whole type-of-service byte. */
  IP_TOS,
  /** Differentiated services code point, the upper six bits of that byte (RFC 2474). */
  IP_DSCP,
  /** Source port of TCP, UDP or SCTP. */
  SOURCE_PORT,
  /** Destination port of TCP, UDP or SCTP. */
  DESTINATION_PORT,
  /** An option that is present in the TCP header. */
  TCP_OPTION,
  /** BPDU type (IEEE 802.1D). */
  STP_TYPE,
  /** BPDU flags. */
  STP_FLAGS,
  /** Priority of the root bridge. */
  STP_ROOT_PRIORITY,
  /** MAC address of the root bridge. */
  STP_ROOT_ADDRESS,
  /** Cost of the path to the root. */
  STP_ROOT_COST,
  /** Priority of the sending bridge. */
  STP_SENDER_PRIORITY,
  /** MAC address of the sending bridge. */
  STP_SENDER_ADDRESS,
  /** Port identifier. */
  STP_PORT,
  /** Message age. */
  STP_MESSAGE_AGE,
  /** Maximum age. */
  STP_MAX_AGE,
  /** Hello time. */
  STP_HELLO_TIME,
  /** Forward delay. */
  STP_FORWARD_DELAY;

  /**
   * {@return the same field of the other end: the destination for a source, the target for a
   * sender, and the other way round}
   *
   * @throws IllegalStateException if the field is not one of an end
   */
  public Field opposite() {
    return switch (this) {
      case IN_INTERFACE -> OUT_INTERFACE;
      case OUT_INTERFACE -> IN_INTERFACE;
      case ETHERNET_SOURCE -> ETHERNET_DESTINATION;
      case ETHERNET_DESTINATION -> ETHERNET_SOURCE;
      case ARP_SENDER_MAC -> ARP_TARGET_MAC;
      case ARP_TARGET_MAC -> ARP_SENDER_MAC;
      case ARP_SENDER_IP -> ARP_TARGET_IP;
      case ARP_TARGET_IP -> ARP_SENDER_IP;
      case IP_SOURCE -> IP_DESTINATION;
      case IP_DESTINATION -> IP_SOURCE;
      case SOURCE_PORT -> DESTINATION_PORT;
      case DESTINATION_PORT -> SOURCE_PORT;
      default -> throw new IllegalStateException(this + " has no opposite");
    };
  }
}
