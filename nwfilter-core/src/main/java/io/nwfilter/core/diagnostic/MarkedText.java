package io.nwfilter.core.diagnostic;

/** Shows a place of a line of text, for messages. */
public final class MarkedText {

  private MarkedText() {}

  /**
   * {@return a text with carets in a second line, under the characters that a message is about}
   *
   * @param text a line of text, each character of which is one column wide
   * @param position where the characters start, 0 to the length of the text
   * @param length how many there are; at least one caret is drawn
   */
  public static String of(String text, int position, int length) {
    return text + "\n" + " ".repeat(position) + "^".repeat(Math.max(1, length));
  }
}
