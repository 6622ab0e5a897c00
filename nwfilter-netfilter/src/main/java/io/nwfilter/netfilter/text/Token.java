package io.nwfilter.netfilter.text;

/**
 * A word of a line.
 *
 * @param text the word, without quotes
 * @param raw the word as it stands there
 * @param column where it begins, counted from 1
 */
record Token(String text, String raw, int column) {

  /** {@return whether the word stands in quotes, and so is not an option} */
  boolean isQuoted() {
    return !raw.isEmpty() && raw.charAt(0) == '"';
  }

  /** {@return whether it is an unquoted word} */
  boolean is(String word) {
    return raw.equals(word);
  }

  /** {@return whether it looks like an option} */
  boolean isOption() {
    return raw.length() > 1 && raw.charAt(0) == '-' && !Character.isDigit(raw.charAt(1));
  }
}
