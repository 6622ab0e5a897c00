package io.nwfilter.xml.document;

import java.util.OptionalInt;

/** Reads priorities as libvirt does, which is as strtol(3) with base 10 does, up to the end. */
final class LibvirtNumber {

  private LibvirtNumber() {}

  /**
   * Returns the number that a text means: white space, a sign and decimal digits.
   *
   * @param text the text
   * @return the number; empty if the text has a different form or the number does not fit
   */
  static OptionalInt parse(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    boolean negative = text.startsWith("-", start);
    if (negative || text.startsWith("+", start)) {
      start++;
    }
    if (start == text.length()) {
      return OptionalInt.empty();
    }
    long value = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      value = value * 10 + (c - '0');
      if (c < '0' || c > '9' || value > Integer.MAX_VALUE) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of((int) (negative ? -value : value));
  }

  /** {@return whether isspace(3) holds in the C locale} */
  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
