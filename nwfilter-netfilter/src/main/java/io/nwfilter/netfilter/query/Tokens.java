package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/** The words and signs of a query, taken one after the other. */
final class Tokens {

  /** Longer texts are refused. */
  static final int MAX_LENGTH = 10_000;

  /** How many characters of a part a message has. */
  private static final int MAX_QUOTED = 40;

  private static final String SIGNS = "(),=";
  private static final String UNEQUAL = "!=";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  Tokens(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new QueryException(
          "a query of " + text.length() + " characters is longer than " + MAX_LENGTH,
          "",
          0,
          0,
          ImmutableList.of());
    }
    // A caret is below the right character only if each character is one column wide.
    this.text = text.replaceAll("\\p{Cntrl}", " ");
    split();
  }

  private void split() {
    int at = 0;
    while (at < text.length()) {
      int end = text.charAt(at) == ' ' ? at + 1 : end(at);
      if (text.charAt(at) != ' ') {
        tokens.add(new Token(text.substring(at, end), at));
      }
      at = end;
    }
  }

  private int end(int start) {
    if (text.startsWith(UNEQUAL, start)) {
      return start + UNEQUAL.length();
    }
    int end = start + 1;
    if (SIGNS.indexOf(text.charAt(start)) >= 0) {
      return end;
    }
    while (end < text.length()
        && text.charAt(end) != ' '
        && SIGNS.indexOf(text.charAt(end)) < 0
        && !text.startsWith(UNEQUAL, end)) {
      end++;
    }
    return end;
  }

  /** {@return the next one, without taking it; an empty one at the end} */
  Token peek() {
    return peek(0);
  }

  private Token peek(int ahead) {
    return next + ahead < tokens.size() ? tokens.get(next + ahead) : new Token("", text.length());
  }

  /** {@return the next one, which is taken; an empty one at the end} */
  Token take() {
    Token token = peek();
    next += token.isEnd() ? 0 : 1;
    return token;
  }

  /** {@return whether the next ones are given ones, which are taken then} */
  boolean takeIf(String... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (!peek(i).is(wanted[i])) {
        return false;
      }
    }
    next += wanted.length;
    return true;
  }

  QueryException wrong(Token token, String problem, List<String> expected) {
    return new QueryException(problem, text, token.start(), token.text().length(), expected);
  }

  /** {@return where the last one ends that was taken} */
  int end() {
    return next == 0 ? 0 : tokens.get(next - 1).start() + tokens.get(next - 1).text().length();
  }

  /** {@return a part of the text, cut if it is too long for a message} */
  String text(int start, int end) {
    int cut = Math.min(end, start + MAX_QUOTED);
    return text.substring(start, cut) + (cut < end ? "..." : "");
  }

  /** {@return an exception about a part of the text} */
  QueryException wrong(int start, int end, String problem, List<String> expected) {
    return new QueryException(problem, text, start, end - start, expected);
  }

  /** {@return an exception about the whole text} */
  QueryException wrong(String problem) {
    return new QueryException(problem, text, 0, text.length(), ImmutableList.of());
  }
}
