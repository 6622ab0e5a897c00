package io.nwfilter.netfilter.packet;

/** The kind of a field's values. */
public enum FieldKind {
  /** A number. */
  NUMBER,
  /** A number that is written in hexadecimal. */
  BITS,
  /** A MAC address, 48 bits. */
  MAC,
  /** An IPv4 address, 32 bits. */
  IPV4,
  /** An IPv6 address, 128 bits. */
  IPV6,
  /**
   * The name of an interface: 16 octets, padded with zeros (Linux: IFNAMSIZ). A {@code +} at the
   * end of a name asks for a prefix of them.
   */
  INTERFACE,
  /** One of some named values. */
  NAME,
  /** Bits with a name each, of which a match asks for at least one. */
  NAMES,
  /** 1 for yes, 0 for no. */
  FLAG,
  /** The first two octets of an ICMP message: its type, then its code. */
  TYPE_AND_CODE
}
