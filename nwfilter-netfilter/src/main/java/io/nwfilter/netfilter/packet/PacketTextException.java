package io.nwfilter.netfilter.packet;

/**
 * A text is not that of a packet. The message says what is wrong, and has the text with carets
 * under the word that it is about.
 */
public final class PacketTextException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int position;

  /**
   * Creates an exception about a word of a text.
   *
   * @param problem what is wrong
   * @param text the whole text
   * @param position where the word starts, 0 to the length of the text
   * @param length how many characters it has
   */
  PacketTextException(String problem, String text, int position, int length) {
    super(problem + "\n" + text + "\n" + " ".repeat(position) + "^".repeat(Math.max(1, length)));
    this.position = position;
  }

  /** {@return where the word starts that it is about, counted in characters from 0} */
  public int position() {
    return position;
  }
}
