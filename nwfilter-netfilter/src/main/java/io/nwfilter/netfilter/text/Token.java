package io.nwfilter.netfilter.text;

/**
 * A word of a line.
 *
 * @param text the word, without quotes
 * @param raw the word as it was read
 * @param column where it begins, counted from 1
 */
record Token(String text, String raw, int column) {

  /**
   * {@return whether it is a given word, with or without quotes, as the tools see no difference}
   */
  boolean is(String word) {
    return text.equals(word);
  }

  /** {@return whether it looks like an option} */
  boolean isOption() {
    return text.length() > 1 && text.charAt(0) == '-' && !Character.isDigit(text.charAt(1));
  }
}
