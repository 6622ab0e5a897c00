package io.nwfilter.netfilter.packet;

import io.nwfilter.core.diagnostic.MarkedText;

/**
 * A text is not that of a packet. The message says what is wrong, and has the text with carets
 * under the word that it is about.
 */
public final class PacketTextException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  private final String problem;

  /** Where it is, in characters from the start of the text. */
  private final int position;

  /** How many characters of the text it is about. */
  private final int length;

  /**
   * Creates an exception about a word of a text.
   *
   * @param problem what is wrong
   * @param text the whole text
   * @param position where the word starts, 0 to the length of the text
   * @param length how many characters it has
   */
  PacketTextException(String problem, String text, int position, int length) {
    super(problem + "\n" + MarkedText.of(text, position, length));
    this.problem = problem;
    this.position = position;
    this.length = length;
  }

  /** {@return the same problem, in a text of which this one's text is a part} */
  PacketTextException within(String whole, int start) {
    return new PacketTextException(problem, whole, start + position, length);
  }

  /** {@return where the word starts that it is about, counted in characters from 0} */
  public int position() {
    return position;
  }
}
