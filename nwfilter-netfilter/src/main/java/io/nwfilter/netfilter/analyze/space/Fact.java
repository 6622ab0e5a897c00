package io.nwfilter.netfilter.analyze.space;

import io.nwfilter.netfilter.packet.Field;

/** Facts about a packet's headers that several fields depend on. */
public enum Fact {
  /** There is an authentication header after that of IPv6. */
  AUTHENTICATED,
  /** The packet is a fragment of IPv6 other than the first. */
  LATER_OF_IPV6,
  /**
   * There are two octets after the header of IP, where TCP has its source port; of a later fragment
   * of IPv6, they are those of the header of IPv6 itself.
   */
  TWO_OCTETS,
  /** There are four, up to the end of the destination port. */
  FOUR_OCTETS,
  /** There are fourteen, up to the end of the flags. */
  FOURTEEN_OCTETS,
  /** The protocol after IP is known: extension headers of IPv6 are not cut off before it. */
  PROTOCOL_KNOWN,
  /** ARP has the sender's MAC address: hardware is Ethernet, and it is not cut off before. */
  ARP_SENDER_MAC,
  /** ARP has the target's MAC address. */
  ARP_TARGET_MAC,
  /** ARP has both addresses of IPv4. */
  ARP_ADDRESSES,
  /** SNAP follows the service access points. */
  SNAP,
  /** There is more than one tag. */
  SEVERAL_TAGS,
  /** The BPDU has the octets of a configuration. */
  STP_WHOLE;

  /** {@return that there are octets where TCP has a field that the kernel compares so} */
  static Fact of(Field field) {
    return switch (field) {
      case SOURCE_PORT -> TWO_OCTETS;
      case DESTINATION_PORT -> FOUR_OCTETS;
      case TCP_FLAGS -> FOURTEEN_OCTETS;
      default -> throw new IllegalArgumentException(field + " is not compared with octets");
    };
  }
}
