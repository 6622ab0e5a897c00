package io.nwfilter.core.value;

/**
 * An IP mask as the number of its leading one bits.
 *
 * @param bits 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record PrefixLength(int bits) {

  /**
   * Checks the range.
   *
   * @param bits 0 to 128
   */
  public PrefixLength {
    if (bits < 0 || bits > 128) {
      throw new IllegalArgumentException("prefix length " + bits + " is outside 0..128");
    }
  }

  /**
   * {@return the IPv4 prefix length that a text means}
   *
   * @param text a decimal number 0 to 32, or a contiguous mask such as 255.255.0.0 in any form that
   *     {@link Ipv4Address#parse} takes
   * @throws IllegalValueException if it is neither
   */
  public static PrefixLength parseIpv4(String text) {
    return parse(text, 32, !isNumber(text));
  }

  /**
   * {@return the IPv6 prefix length that a text means}
   *
   * @param text a decimal number 0 to 128, or a contiguous mask such as ffff:ffff::
   * @throws IllegalValueException if it is neither
   */
  public static PrefixLength parseIpv6(String text) {
    return parse(text, 128, text.indexOf(':') >= 0);
  }

  /**
   * {@return the prefix length that libvirt reads from a text with a minus sign}
   *
   * @param text the text, such as {@code -4294967272}, which is 24
   * @param length the bits of an address, 32 or 128
   * @throws IllegalValueException if the text has a different form, or means more than those
   */
  public static PrefixLength parseNegative(String text, int length) {
    Numeral number = Numeral.parseNegativeDecimal(text);
    if (number.value() > length) {
      throw new IllegalValueException(text, "a prefix length from 0 to " + length);
    }
    return new PrefixLength(number.intValue());
  }

  private static boolean isNumber(String text) {
    try {
      return Numeral.parseDecimal(text).value() >= 0;
    } catch (IllegalValueException e) {
      return false;
    }
  }

  private static PrefixLength parse(String text, int length, boolean mask) {
    String expected =
        length == 32
            ? "an IPv4 mask: 0 to 32, or contiguous such as 255.255.0.0"
            : "an IPv6 mask: 0 to 128, or contiguous such as ffff:ffff::";
    try {
      if (mask) {
        IpAddress address = length == 32 ? Ipv4Address.parse(text) : Ipv6Address.parse(text);
        if (address.contiguousPrefix() >= 0) {
          return new PrefixLength(address.contiguousPrefix());
        }
      } else {
        Numeral number = Numeral.parseDecimal(text);
        if (number.value() <= length) {
          return new PrefixLength(number.intValue());
        }
      }
    } catch (IllegalValueException e) {
      throw new IllegalValueException(text, expected); // names the type that is really wanted
    }
    throw new IllegalValueException(text, expected);
  }

  /** {@return the number of bits as text} */
  @Override
  public String toString() {
    return Integer.toString(bits);
  }
}
