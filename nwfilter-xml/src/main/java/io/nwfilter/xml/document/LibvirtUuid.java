package io.nwfilter.xml.document;

import java.util.Optional;
import java.util.UUID;

/**
 * Reads uuids as libvirt does: 16 bytes of two hexadecimal digits, with any number of hyphens and
 * blanks before each, and white space around.
 */
final class LibvirtUuid {

  private static final int BYTES = 16;

  private LibvirtUuid() {}

  /**
   * Returns the uuid that a text means.
   *
   * @param text the text
   * @return the uuid; empty if the text has a different form
   */
  static Optional<UUID> parse(String text) {
    int position = 0;
    while (position < text.length() && LibvirtNumber.isSpace(text.charAt(position))) {
      position++;
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < BYTES; i++) {
      while (text.startsWith("-", position) || text.startsWith(" ", position)) {
        position++;
      }
      int value = digit(text, position) << 4 | digit(text, position + 1);
      if (value < 0) {
        return Optional.empty();
      }
      high = high << 8 | low >>> 56;
      low = low << 8 | value;
      position += 2;
    }
    for (; position < text.length(); position++) {
      if (!LibvirtNumber.isSpace(text.charAt(position))) {
        return Optional.empty();
      }
    }
    return Optional.of(new UUID(high, low));
  }

  /** {@return the value of the digit at a position, or -1} */
  private static int digit(String text, int position) {
    char c = position < text.length() ? text.charAt(position) : ' ';
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
