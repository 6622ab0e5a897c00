package io.nwfilter.core.value;

import java.util.Locale;

/**
 * A number as it appears in a document: libvirt prints a hexadecimal one as hexadecimal again.
 *
 * @param value the number, 0 to 2<sup>32</sup>−1
 * @param hexadecimal whether it was, and will be, written in hexadecimal
 */
public record Numeral(long value, boolean hexadecimal) {

  private static final long MAX = 0xffff_ffffL;

  /** What strtoul(3) skips. */
  private static final String BLANKS = " \t\n\u000b\f\r";

  /**
   * Checks the range.
   *
   * @param value the number, 0 to 2<sup>32</sup>−1
   * @param hexadecimal whether it is written in hexadecimal
   */
  public Numeral {
    if (value >>> 32 != 0) {
      throw new IllegalArgumentException("number " + value + " is outside 0..4294967295");
    }
  }

  /**
   * {@return a number that is written in decimal}
   *
   * @param value the number, 0 to 2<sup>32</sup>−1
   */
  public static Numeral of(long value) {
    return new Numeral(value, false);
  }

  /**
   * {@return the number that a text means to libvirt: decimal if all of it is decimal (leading
   * zeros are not octal), otherwise hexadecimal with or without {@code 0x}} Blanks before it are
   * skipped, and a plus sign.
   *
   * @param text the text, such as {@code 22}, {@code 0x16} or {@code ff}
   * @throws IllegalValueException if it is none of these, or 2<sup>32</sup> or more
   */
  public static Numeral parse(String text) {
    long decimal = digits(text, start(text), 10);
    if (decimal >= 0) {
      return new Numeral(decimal, false);
    }
    int start = start(text);
    if (text.regionMatches(true, start, "0x", 0, 2)) {
      start += 2;
    }
    long value = digits(text, start, 16);
    if (value < 0) {
      throw new IllegalValueException(text, "a decimal or hexadecimal number below 2^32");
    }
    return new Numeral(value, true);
  }

  /**
   * {@return the number that a decimal text means} Blanks before it are skipped, and a plus sign.
   *
   * @param text the text
   * @throws IllegalValueException if it is not a decimal number below 2<sup>32</sup>
   */
  public static Numeral parseDecimal(String text) {
    long decimal = digits(text, start(text), 10);
    if (decimal < 0) {
      throw new IllegalValueException(text, "a decimal number below 2^32");
    }
    return new Numeral(decimal, false);
  }

  /**
   * {@return the number that libvirt reads from a text with a minus sign: strtoul(3) counts
   * backwards from 2<sup>32</sup>} The digits may be all that {@link #parse} takes.
   *
   * @param text the text, such as {@code -1}, which is 4294967295
   * @throws IllegalValueException if it has a different form, or its digits mean 2<sup>32</sup> or
   *     more
   */
  public static Numeral parseNegative(String text) {
    Numeral magnitude = parse(withoutMinus(text, "a negative number above -2^32"));
    return new Numeral(-magnitude.value & MAX, magnitude.hexadecimal);
  }

  /**
   * {@return the same for a text whose digits are decimal}
   *
   * @param text the text
   * @throws IllegalValueException if it has a different form, or its digits mean 2<sup>32</sup> or
   *     more
   */
  public static Numeral parseNegativeDecimal(String text) {
    Numeral magnitude = parseDecimal(withoutMinus(text, "a negative decimal number above -2^32"));
    return Numeral.of(-magnitude.value & MAX);
  }

  /** {@return what follows the minus sign, where neither a blank nor a second sign is allowed} */
  private static String withoutMinus(String text, String expected) {
    int minus = blanks(text);
    String digits = text.substring(Math.min(minus + 1, text.length()));
    if (!text.startsWith("-", minus) || start(digits) != 0) {
      throw new IllegalValueException(text, expected);
    }
    return digits;
  }

  private static int blanks(String text) {
    int start = 0;
    while (start < text.length() && BLANKS.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    return start;
  }

  private static int start(String text) {
    int start = blanks(text);
    return text.startsWith("+", start) ? start + 1 : start;
  }

  /** {@return the number, or -1 if there is no digit, another character, or too large a value} */
  private static long digits(String text, int start, int radix) {
    long value = start < text.length() ? 0 : -1;
    for (int i = start; i < text.length() && value >= 0; i++) {
      int digit = digit(text.charAt(i), radix);
      value = digit < 0 ? -1 : value * radix + digit;
      if (value >>> 32 != 0) {
        return -1;
      }
    }
    return value;
  }

  /** {@return the value of an ASCII digit, or -1: Unicode has other digits that no tool reads} */
  static int digit(char c, int radix) {
    return c < 128 ? Character.digit(c, radix) : -1;
  }

  /** {@return the number as an {@code int}} */
  public int intValue() {
    return Math.toIntExact(value);
  }

  /** {@return the canonical text: {@code 22} or {@code 0x16}} */
  @Override
  public String toString() {
    return hexadecimal
        ? "0x" + Long.toHexString(value).toLowerCase(Locale.ROOT)
        : Long.toString(value);
  }
}
