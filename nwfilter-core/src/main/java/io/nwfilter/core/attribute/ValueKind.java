package io.nwfilter.core.attribute;

/** What sort of text an attribute takes; {@link ValueType} adds the limits and the spelling. */
public enum ValueKind {
  /** A MAC address. */
  MAC,
  /** A mask of MAC addresses: ones, then zeros. */
  MAC_MASK,
  /** An IPv4 address. */
  IPV4,
  /** An IPv6 address. */
  IPV6,
  /** An IPv4 address as a literal, or an address of either family as the value of a variable. */
  EITHER_ADDRESS,
  /** A prefix length of IPv4, or a mask. */
  IPV4_MASK,
  /** A prefix length of IPv6, or a mask. */
  IPV6_MASK,
  /** A number, decimal or hexadecimal; some have names. */
  NUMBER,
  /** A number in decimal only. */
  DECIMAL,
  /** {@code true} or {@code false}. */
  BOOLEAN,
  /** States of connection tracking. */
  STATES,
  /** TCP control bits. */
  TCP_FLAGS,
  /** The name of an ipset. */
  IPSET,
  /** Which ends of a packet are looked up in an ipset. */
  IPSET_FLAGS,
  /** A comment. */
  COMMENT
}
