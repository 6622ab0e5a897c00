package io.nwfilter.netfilter.packet;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkPositionIndexes;

import com.google.common.io.BaseEncoding;
import io.nwfilter.core.value.IllegalValueException;
import java.util.Arrays;
import java.util.Collection;

/** A sequence of octets that does not change. */
public final class Octets {

  /** No octets. */
  public static final Octets EMPTY = new Octets(new byte[0]);

  private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();
  private static final String PREFIX = "0x";

  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * {@return a copy of an array}
   *
   * @param bytes the octets
   */
  public static Octets of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Octets(bytes.clone());
  }

  /**
   * {@return zeros}
   *
   * @param length how many
   */
  public static Octets zeros(int length) {
    return new Octets(new byte[length]);
  }

  /**
   * {@return the octets that a text such as {@code 0x45000014} means}
   *
   * @param text two hexadecimal digits for each octet; the prefix may be missing
   * @throws IllegalValueException if the text has a different form
   */
  public static Octets parse(String text) {
    String digits = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    try {
      return new Octets(BaseEncoding.base16().ignoreCase().decode(digits));
    } catch (IllegalArgumentException e) {
      throw new IllegalValueException(text, "octets of two hexadecimal digits each");
    }
  }

  /** {@return how many there are} */
  public int length() {
    return bytes.length;
  }

  /**
   * {@return one octet, 0 to 255}
   *
   * @param index its place, 0 to the length − 1
   */
  public int get(int index) {
    return bytes[index] & 0xff;
  }

  /** {@return a copy as an array} */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /**
   * {@return some of the octets}
   *
   * @param from the first one's place
   * @param to the place after the last one
   */
  public Octets slice(int from, int to) {
    checkPositionIndexes(from, to, bytes.length);
    return from == to ? EMPTY : new Octets(Arrays.copyOfRange(bytes, from, to));
  }

  /**
   * {@return these octets, followed by others}
   *
   * @param others the others
   */
  public Octets followedBy(Octets others) {
    byte[] all = Arrays.copyOf(bytes, bytes.length + others.bytes.length);
    System.arraycopy(others.bytes, 0, all, bytes.length, others.bytes.length);
    return new Octets(all);
  }

  /**
   * {@return all octets of several sequences}
   *
   * @param parts the sequences in their order
   */
  public static Octets join(Collection<Octets> parts) {
    byte[] all = new byte[parts.stream().mapToInt(Octets::length).sum()];
    int at = 0;
    for (Octets part : parts) {
      System.arraycopy(part.bytes, 0, all, at, part.bytes.length);
      at += part.bytes.length;
    }
    return new Octets(all);
  }

  /**
   * {@return the number in some of the bits, which are in network order}
   *
   * @param bit the first bit's place, counted from the most significant bit of the first octet
   * @param width how many bits, 1 to {@value Bits#MAX_WIDTH}
   */
  public Bits bits(int bit, int width) {
    return width <= Long.SIZE
        ? Bits.of(number(bit, width))
        : new Bits(number(bit, width - Long.SIZE), number(bit + width - Long.SIZE, Long.SIZE));
  }

  /**
   * {@return the number in some of the bits, which are in network order}
   *
   * @param bit the first bit's place, counted from the most significant bit of the first octet
   * @param width how many bits, 1 to 64; more than 56 only from a whole octet on
   */
  public long number(int bit, int width) {
    int last = (bit + width - 1) >> 3;
    long number = 0;
    for (int i = bit >> 3; i <= last; i++) {
      number = number << 8 | (bytes[i] & 0xff);
    }
    return number >>> (((last + 1) << 3) - bit - width) & (-1L >>> (Long.SIZE - width));
  }

  /**
   * {@return the same octets with another number in some of the bits}
   *
   * @param bit the first bit's place
   * @param width how many bits, 1 to {@value Bits#MAX_WIDTH}
   * @param value the number
   * @throws IllegalArgumentException if the number has more bits
   */
  public Octets with(int bit, int width, Bits value) {
    checkArgument(value.fits(width), "%s has more than %s bits", value, width);
    byte[] changed = bytes.clone();
    for (int i = 0; i < width; i++) {
      int fromRight = width - 1 - i;
      long part = fromRight < Long.SIZE ? value.low() : value.high();
      int mask = 0x80 >> ((bit + i) & 7);
      int at = (bit + i) >> 3;
      boolean set = (part >>> (fromRight & (Long.SIZE - 1)) & 1) == 1;
      changed[at] = (byte) (set ? changed[at] | mask : changed[at] & ~mask);
    }
    return new Octets(changed);
  }

  /** {@return whether all of them are zero} */
  public boolean areZero() {
    for (byte octet : bytes) {
      if (octet != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@return the form that {@link #parse} reads: {@code 0x45000014}} */
  @Override
  public String toString() {
    return PREFIX + HEX.encode(bytes);
  }
}
