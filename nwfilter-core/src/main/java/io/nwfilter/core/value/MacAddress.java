package io.nwfilter.core.value;

/**
 * A 48-bit MAC address, or a mask of that form.
 *
 * @param bits the address as a number, 0 to 2<sup>48</sup>−1, the first byte most significant
 */
public record MacAddress(long bits) {

  /** All 48 bits set: the broadcast address, and the mask that compares every bit. */
  public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

  private static final int BYTES = 6;

  /**
   * Checks the range.
   *
   * @param bits the address as a number, 0 to 2<sup>48</sup>−1
   */
  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException(
          "MAC address 0x" + Long.toHexString(bits) + " has more than 48 bits");
    }
  }

  /**
   * {@return whether it is the address of a group of stations rather than of one (IEEE 802: the
   * lowest bit of the first octet)}
   */
  public boolean isMulticast() {
    return (bits >> 40 & 1) == 1;
  }

  /**
   * {@return the address that a text such as {@code 52:54:00:9f:80:45} means} A byte may be written
   * with one digit, as libvirt allows it.
   *
   * @param text six bytes in hexadecimal, separated by colons
   * @throws IllegalValueException if the text has a different form
   */
  public static MacAddress parse(String text) {
    long bits = 0;
    int position = 0;
    for (int i = 0; i < BYTES; i++) {
      int end = i == BYTES - 1 ? text.length() : text.indexOf(':', position);
      if (end <= position || end > position + 2) {
        throw illegal(text);
      }
      int value = 0;
      for (; position < end; position++) {
        int digit = Numeral.digit(text.charAt(position), 16);
        if (digit < 0) {
          throw illegal(text);
        }
        value = value << 4 | digit;
      }
      bits = bits << 8 | value;
      position++;
    }
    return new MacAddress(bits);
  }

  /**
   * {@return the address that libvirt reads from a text: it ignores what follows white space or a
   * character beyond ASCII}
   *
   * @param text an address that something follows
   * @throws IllegalValueException if the text has a different form
   */
  public static MacAddress parsePrefix(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) < 128) {
      end++;
    }
    return parse(text.substring(0, end));
  }

  private static IllegalValueException illegal(String text) {
    return new IllegalValueException(text, "a MAC address such as 52:54:00:9f:80:45");
  }

  /** {@return whether the set bits, if any, come first: whether this is legal as a mask} */
  public boolean isContiguousMask() {
    long inverted = ~bits & BROADCAST.bits;
    return (inverted & (inverted + 1)) == 0;
  }

  /** {@return the canonical text: six bytes of two lower-case digits} */
  @Override
  public String toString() {
    return appendTo(new StringBuilder(17)).toString();
  }

  /**
   * Appends the canonical text.
   *
   * @param out where to
   * @return the builder that was given
   */
  public StringBuilder appendTo(StringBuilder out) {
    for (int shift = 44; shift >= 0; shift -= 4) {
      out.append("0123456789abcdef".charAt((int) (bits >>> shift) & 0xf));
      if (shift != 0 && (shift & 7) == 0) {
        out.append(':');
      }
    }
    return out;
  }
}
