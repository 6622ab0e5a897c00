package io.nwfilter.core.value;

/**
 * An IPv4 address (RFC 791).
 *
 * @param bits the 32 bits, the first byte most significant
 */
public record Ipv4Address(int bits) implements IpAddress {

  private static final String EXPECTED = "an IPv4 address such as 192.168.122.1";

  /**
   * {@return the address that a text means} Besides dotted quads libvirt takes what inet_aton(3)
   * takes: fewer parts, octal and hexadecimal ones; and IPv4 addresses mapped into IPv6.
   *
   * @param text the text
   * @throws IllegalValueException if it is not an IPv4 address
   */
  public static Ipv4Address parse(String text) {
    if (text.indexOf(':') >= 0) {
      return Ipv6Address.parseMapped(text, EXPECTED);
    }
    long bits = 0;
    int parts = 0;
    int start = 0;
    while (true) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      long part = part(text, start, end);
      long limit = dot < 0 ? 1L << (8 * (4 - parts)) : 256;
      if (parts == 4 || part < 0 || part >= limit) {
        throw new IllegalValueException(text, EXPECTED);
      }
      parts++;
      if (dot < 0) {
        return new Ipv4Address((int) (bits | part));
      }
      bits |= part << (8 * (4 - parts));
      start = dot + 1;
    }
  }

  /**
   * {@return the address that four decimal numbers separated by dots mean}
   *
   * @param text the text; other forms, which tools read in different ways, are refused
   * @throws IllegalValueException if it has a different form
   */
  public static Ipv4Address parseDottedQuad(String text) {
    Ipv4Address address = parse(text);
    if (!address.toString().equals(text)) {
      throw new IllegalValueException(text, "an IPv4 address of four decimal numbers");
    }
    return address;
  }

  /** {@return one part in decimal, octal (0…) or hexadecimal (0x…), or -1} */
  private static long part(String text, int start, int end) {
    int radix = 10;
    if (text.regionMatches(true, start, "0x", 0, 2)) {
      radix = 16;
      start += 2;
    } else if (end > start + 1 && text.charAt(start) == '0') {
      radix = 8;
    }
    long value = start < end ? 0 : -1;
    for (int i = start; i < end && value >= 0; i++) {
      int digit = Numeral.digit(text.charAt(i), radix);
      value = digit < 0 ? -1 : value * radix + digit;
      if (value >>> 32 != 0) {
        return -1;
      }
    }
    return value;
  }

  @Override
  public int length() {
    return 32;
  }

  @Override
  public long high() {
    return 0;
  }

  @Override
  public long low() {
    return Integer.toUnsignedLong(bits);
  }

  @Override
  public int contiguousPrefix() {
    int prefix = Integer.numberOfLeadingZeros(~bits);
    return prefix == 32 || bits << prefix == 0 ? prefix : -1;
  }

  @Override
  public Ipv4Address masked(int prefixLength) {
    return prefixLength == 0
        ? new Ipv4Address(0)
        : new Ipv4Address(bits & (-1 << (32 - prefixLength)));
  }

  @Override
  public int compareUnsigned(IpAddress other) {
    if (other instanceof Ipv4Address ipv4) {
      return Integer.compareUnsigned(bits, ipv4.bits);
    }
    throw new IllegalArgumentException(this + " and " + other + " are of different families");
  }

  /** {@return the dotted quad} */
  @Override
  public String toString() {
    return appendTo(new StringBuilder(15)).toString();
  }

  @Override
  public StringBuilder appendTo(StringBuilder out) {
    return out.append(bits >>> 24)
        .append('.')
        .append(bits >>> 16 & 0xff)
        .append('.')
        .append(bits >>> 8 & 0xff)
        .append('.')
        .append(bits & 0xff);
  }
}
