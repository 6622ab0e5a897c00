package io.nwfilter.netfilter.packet;

/** What the values of a field are. */
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
   * The name of an interface: 16 octets, the rest of them zero (Linux: IFNAMSIZ). A prefix of them
   * is what {@code +} at the end of a name asks for.
   */
  INTERFACE,
  /** One of some named values. */
  NAME,
  /** Bits with a name each, of which a match asks for at least one. */
  NAMES,
  /** 1 if something is so, 0 if not. */
  FLAG,
  /** The first two octets of an ICMP message: its type, then its code. */
  TYPE_AND_CODE
}
