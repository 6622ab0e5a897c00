package io.nwfilter.netfilter.text;

import java.util.ArrayList;
import java.util.List;

/** Splits lines into words, as the {@code -restore} tools do: quotes and backslashes in them. */
final class Tokenizer {

  private final LineSource lines;

  Tokenizer(LineSource lines) {
    this.lines = lines;
  }

  List<Token> tokens(String line) {
    List<Token> tokens = new ArrayList<>(16);
    int at = 0;
    while (true) {
      while (at < line.length() && isBlank(line.charAt(at))) {
        at++;
      }
      if (at == line.length()) {
        return tokens;
      }
      at = token(line, at, tokens);
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private int token(String line, int start, List<Token> tokens) {
    int at = start;
    while (at < line.length() && !isBlank(line.charAt(at)) && line.charAt(at) != '"') {
      at++;
    }
    if (at == line.length() || line.charAt(at) != '"') {
      String word = line.substring(start, at);
      tokens.add(new Token(word, word, start + 1));
      return at;
    }
    return quoted(line, start, at, tokens);
  }

  /** The closing quotation mark ends the word, whatever follows it. */
  private int quoted(String line, int start, int firstQuote, List<Token> tokens) {
    StringBuilder text = new StringBuilder(line.substring(start, firstQuote));
    for (int at = firstQuote + 1; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"') {
        tokens.add(new Token(text.toString(), line.substring(start, at + 1), start + 1));
        return at + 1;
      }
      if (c == '\\' && at + 1 < line.length()) {
        at++;
      }
      text.append(line.charAt(at));
    }
    throw new TextException(
        TextCode.RULES_SYNTAX, "the quotation mark is not closed", lines.location(firstQuote + 1));
  }
}
