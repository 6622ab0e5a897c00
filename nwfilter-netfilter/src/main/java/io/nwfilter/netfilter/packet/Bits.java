package io.nwfilter.netfilter.packet;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.MacAddress;

/**
 * An unsigned number of up to 128 bits: the value of a field, or a mask.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record Bits(long high, long low) implements Comparable<Bits> {

  /** The widest field, in bits. */
  public static final int MAX_WIDTH = 128;

  /** Zero: no bit is set. */
  public static final Bits ZERO = new Bits(0, 0);

  private static final int MAX_NAME = MAX_WIDTH / 8;

  private static final Bits[] ONES = new Bits[MAX_WIDTH + 1];
  private static final Bits[] SMALL = new Bits[256];

  static {
    for (int i = 0; i < SMALL.length; i++) {
      SMALL[i] = i == 0 ? ZERO : new Bits(0, i);
    }
    for (int width = 0; width <= MAX_WIDTH; width++) {
      ONES[width] = new Bits(lowest(width - 64), lowest(Math.min(width, 64)));
    }
  }

  private static long lowest(int count) {
    return count <= 0 ? 0 : -1L >>> (64 - count);
  }

  /**
   * {@return a number}
   *
   * @param number the number; a negative one is taken as unsigned
   */
  public static Bits of(long number) {
    return number >= 0 && number < SMALL.length ? SMALL[(int) number] : new Bits(0, number);
  }

  /**
   * {@return the bits of an address}
   *
   * @param address an IPv4 address, 32 bits, or an IPv6 address, 128 bits
   */
  public static Bits of(IpAddress address) {
    return new Bits(address.high(), address.low());
  }

  /**
   * {@return the bits of an address}
   *
   * @param address a MAC address, 48 bits
   */
  public static Bits of(MacAddress address) {
    return of(address.bits());
  }

  /**
   * {@return the octets of a name, padded with zeros to {@value #MAX_WIDTH} bits, as Linux compares
   * the names of interfaces}
   *
   * @param name at most 16 characters of ASCII
   */
  public static Bits ofName(String name) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < name.length(); i++) {
      long octet = name.charAt(i);
      if (i < 8) {
        high |= octet << (56 - 8 * i);
      } else {
        low |= octet << (120 - 8 * i);
      }
    }
    return new Bits(high, low);
  }

  /** {@return the name that {@link #ofName} made octets of: those before the first zero} */
  public String name() {
    StringBuilder name = new StringBuilder(MAX_NAME);
    for (int i = 0; i < MAX_NAME; i++) {
      long octet = (i < 8 ? high >>> (56 - 8 * i) : low >>> (120 - 8 * i)) & 0xff;
      if (octet == 0) {
        break;
      }
      name.append((char) octet);
    }
    return name.toString();
  }

  /**
   * {@return the mask that covers all bits of a field}
   *
   * @param width the field's width, 0 to {@value #MAX_WIDTH} bits
   */
  public static Bits ones(int width) {
    return ONES[width];
  }

  /**
   * {@return the mask that covers the leading bits of a field}
   *
   * @param length how many bits, 0 to the width
   * @param width the field's width, 0 to {@value #MAX_WIDTH} bits
   */
  public static Bits prefix(int length, int width) {
    return length == width ? ONES[width] : ONES[width].xor(ONES[width - length]);
  }

  /**
   * {@return the bits of a mask; a mask of the lowest bits is always the same object}
   *
   * @param mask the mask
   */
  static Bits mask(long mask) {
    return (mask & (mask + 1)) == 0 ? ONES[Long.bitCount(mask)] : of(mask);
  }

  /**
   * {@return the bits that are set in both numbers}
   *
   * @param other the other number
   */
  public Bits and(Bits other) {
    return new Bits(high & other.high, low & other.low);
  }

  /**
   * {@return the bits that are set in either number}
   *
   * @param other the other number
   */
  public Bits or(Bits other) {
    return new Bits(high | other.high, low | other.low);
  }

  /**
   * {@return the bits that are set in exactly one of the numbers}
   *
   * @param other the other number
   */
  public Bits xor(Bits other) {
    return new Bits(high ^ other.high, low ^ other.low);
  }

  /**
   * {@return the bits that are set here and not in another number}
   *
   * @param other the other number
   */
  public Bits without(Bits other) {
    return new Bits(high & ~other.high, low & ~other.low);
  }

  /** {@return whether no bit is set} */
  public boolean isZero() {
    return (high | low) == 0;
  }

  /**
   * {@return whether the number fits into a field}
   *
   * @param width the field's width, 0 to {@value #MAX_WIDTH} bits
   */
  public boolean fits(int width) {
    return (high & ~ONES[width].high) == 0 && (low & ~ONES[width].low) == 0;
  }

  /** {@return the number of trailing zero bits, {@value #MAX_WIDTH} for zero} */
  public int trailingZeros() {
    return low != 0 ? Long.numberOfTrailingZeros(low) : 64 + Long.numberOfTrailingZeros(high);
  }

  /**
   * Returns how many leading bits of a field this mask covers.
   *
   * @param width the field's width
   * @return 0 to the width; −1 if the mask covers anything but leading bits
   */
  public int prefixLength(int width) {
    int length = isZero() ? 0 : width - trailingZeros();
    return length >= 0 && equals(prefix(length, width)) ? length : -1;
  }

  /** {@return this number plus one, modulo 2<sup>128</sup>} */
  public Bits next() {
    return new Bits(low == -1 ? high + 1 : high, low + 1);
  }

  /** {@return this number minus one, modulo 2<sup>128</sup>} */
  public Bits previous() {
    return new Bits(low == 0 ? high - 1 : high, low - 1);
  }

  /** Compares as unsigned numbers. */
  @Override
  public int compareTo(Bits other) {
    int compared = Long.compareUnsigned(high, other.high);
    return compared != 0 ? compared : Long.compareUnsigned(low, other.low);
  }

  /** {@return the number in hexadecimal, with the prefix {@code 0x}} */
  @Override
  public String toString() {
    String digits = Long.toHexString(low);
    return high == 0
        ? "0x" + digits
        : "0x" + Long.toHexString(high) + "0".repeat(16 - digits.length()) + digits;
  }
}
