package io.nwfilter.netfilter.query;

/**
 * A word or sign of a query.
 *
 * @param text the word; empty at the end
 * @param start its first character's place
 */
record Token(String text, int start) {

  boolean is(String other) {
    return text.equals(other);
  }

  boolean isEnd() {
    return text.isEmpty();
  }
}
