package io.nwfilter.core.value;

/** The beginning of a text that fits into a number of bytes in UTF-8 (RFC 3629). */
public final class Utf8Prefix {

  private Utf8Prefix() {}

  /**
   * {@return the longest beginning of a text that fits and does not end inside a character}
   *
   * @param text the text
   * @param maxBytes how many bytes it may have
   */
  public static String of(String text, int maxBytes) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      bytes += length(character);
      if (bytes > maxBytes) {
        return text.substring(0, end);
      }
      end += Character.charCount(character);
    }
    return text;
  }

  private static int length(int character) {
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    return character < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 3 : 4;
  }
}
