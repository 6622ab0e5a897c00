package io.nwfilter.core.value;

import com.google.common.net.InetAddresses;
import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv6 address (RFC 4291), without a zone.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Ipv6Address(long high, long low) implements IpAddress {

  private static final long MAPPED_PREFIX = 0xffffL;
  private static final long LINK_LOCAL_PREFIX = 0xfe80L << 48;

  /** Inverted in the identifier that is made of a MAC address. */
  private static final long UNIVERSAL_BIT = 1L << 41;

  /**
   * {@return the address that a text means}
   *
   * @param text the text, in any form of RFC 4291
   * @throws IllegalValueException if it is not an IPv6 address
   */
  public static Ipv6Address parse(String text) {
    if (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || !InetAddresses.isInetAddress(text)) {
      throw new IllegalValueException(text, "an IPv6 address such as fe80::1");
    }
    byte[] bytes = InetAddresses.forString(text).getAddress();
    if (bytes.length == 4) { // ::ffff:1.2.3.4, which Java takes for IPv4
      return new Ipv6Address(
          0, MAPPED_PREFIX << 32 | Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Ipv6Address(buffer.getLong(), buffer.getLong());
  }

  /**
   * {@return the address that an interface has on its own link, made of its MAC address (RFC 4291,
   * appendix A)}
   *
   * @param mac the MAC address
   */
  public static Ipv6Address linkLocal(MacAddress mac) {
    long bits = mac.bits() ^ UNIVERSAL_BIT;
    return new Ipv6Address(
        LINK_LOCAL_PREFIX, (bits >>> 24) << 40 | 0xfffeL << 24 | (bits & 0xff_ffff));
  }

  /** {@return the IPv4 address that is mapped into an IPv6 one (RFC 4291, section 2.5.5.2)} */
  static Ipv4Address parseMapped(String text, String expected) {
    Ipv6Address address = parse(text);
    if (address.high != 0 || address.low >>> 32 != MAPPED_PREFIX) {
      throw new IllegalValueException(text, expected);
    }
    return new Ipv4Address((int) address.low);
  }

  @Override
  public int length() {
    return 128;
  }

  @Override
  public int contiguousPrefix() {
    int prefix = Long.numberOfLeadingZeros(~high);
    if (prefix < 64) {
      return high << prefix == 0 && low == 0 ? prefix : -1;
    }
    int rest = Long.numberOfLeadingZeros(~low);
    return rest == 64 || low << rest == 0 ? 64 + rest : -1;
  }

  @Override
  public Ipv6Address masked(int prefixLength) {
    if (prefixLength >= 64) {
      return new Ipv6Address(high, prefixLength == 64 ? 0 : low & (-1L << (128 - prefixLength)));
    }
    return new Ipv6Address(prefixLength == 0 ? 0 : high & (-1L << (64 - prefixLength)), 0);
  }

  @Override
  public int compareUnsigned(IpAddress other) {
    if (other instanceof Ipv6Address ipv6) {
      int order = Long.compareUnsigned(high, ipv6.high);
      return order != 0 ? order : Long.compareUnsigned(low, ipv6.low);
    }
    throw new IllegalArgumentException(this + " and " + other + " are of different families");
  }

  /**
   * {@return the text of RFC 5952, with the last 32 bits of mapped and of compatible addresses as a
   * dotted quad (RFC 4291, section 2.5.5), as inet_ntop(3) and so libvirt prints them}
   */
  @Override
  public String toString() {
    if (high == 0 && low >>> 32 == MAPPED_PREFIX) {
      return "::ffff:" + new Ipv4Address((int) low);
    }
    if (high == 0 && low >>> 32 == 0 && low >>> 16 != 0) {
      return "::" + new Ipv4Address((int) low);
    }
    byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    try {
      return InetAddresses.toAddrString(Inet6Address.getByAddress(null, bytes, -1));
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }

  @Override
  public StringBuilder appendTo(StringBuilder out) {
    return out.append(this);
  }
}
