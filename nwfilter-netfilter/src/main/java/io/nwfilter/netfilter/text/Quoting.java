package io.nwfilter.netfilter.text;

import com.google.common.base.CharMatcher;

/** How the tools write texts that users choose, such as comments. */
final class Quoting {

  private static final CharMatcher PLAIN =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("_-"))
          .precomputed();

  private static final CharMatcher SPECIAL =
      CharMatcher.forPredicate(Character::isWhitespace)
          .or(CharMatcher.anyOf("\"'\\"))
          .precomputed();

  private Quoting() {}

  /** Appends a text in quotes. */
  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  /** Appends a text as iptables-save does: in quotes, unless it is of letters and digits. */
  static void text(String text, StringBuilder out) {
    if (isPlain(text)) {
      out.append(text);
      return;
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c == '\'') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  /** Appends a word, in quotes only if it would not be one word without them. */
  static void word(String word, StringBuilder out) {
    if (needsQuotes(word)) {
      quote(word, out);
    } else {
      out.append(word);
    }
  }

  private static boolean isPlain(String text) {
    return !text.isEmpty() && PLAIN.matchesAllOf(text);
  }

  private static boolean needsQuotes(String word) {
    return word.isEmpty() || word.equals("!") || SPECIAL.matchesAnyOf(word);
  }
}
