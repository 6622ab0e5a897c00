package io.nwfilter.netfilter.nft;

/**
 * A word of a script.
 *
 * @param text the word, without quotation marks; a line feed for the end of a statement
 * @param quoted whether it was in quotation marks
 * @param line its line, from 1
 * @param column its column, from 1
 */
record Word(String text, boolean quoted, int line, int column) {

  /** {@return whether it is a given word, without quotation marks} */
  boolean is(String other) {
    return !quoted && text.equals(other);
  }

  /** {@return whether a statement ends here} */
  boolean isEnd() {
    return is("\n") || is(";");
  }

  /** {@return whether nothing is between another word and this one} */
  boolean isGluedTo(Word other) {
    return line == other.line && column == other.column + other.toString().length();
  }

  /** {@return the word as it was written} */
  @Override
  public String toString() {
    return quoted ? '"' + text + '"' : text;
  }
}
