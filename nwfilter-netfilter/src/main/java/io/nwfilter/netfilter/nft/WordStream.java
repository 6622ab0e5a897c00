package io.nwfilter.netfilter.nft;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.text.TextCode;
import io.nwfilter.netfilter.text.TextException;
import java.util.List;

/** Words that are read one after the other. */
final class WordStream {

  private final String document;
  private final List<Word> words;
  private int at;

  WordStream(String document, List<Word> words) {
    this.document = document;
    this.words = words;
  }

  boolean isAtEnd() {
    return at >= words.size();
  }

  /** {@return where it is, for {@link #back}} */
  int position() {
    return at;
  }

  /** Goes back to where it was. */
  void back(int position) {
    at = position;
  }

  /** {@return the next word, which is read later; the end of a statement if there is none} */
  Word peek() {
    return peek(0);
  }

  /** {@return a word after the next one} */
  Word peek(int ahead) {
    if (at + ahead < words.size()) {
      return words.get(at + ahead);
    }
    Word last = words.isEmpty() ? new Word("", false, 1, 1) : words.get(words.size() - 1);
    return new Word("\n", false, last.line(), last.column());
  }

  Word next() {
    Word word = peek();
    at++;
    return word;
  }

  /** {@return whether the next word is a given one; if so, it has been read} */
  boolean take(String text) {
    boolean taken = peek().is(text);
    if (taken) {
      at++;
    }
    return taken;
  }

  /** {@return whether some words come next} */
  boolean startsWith(List<String> others) {
    for (int i = 0; i < others.size(); i++) {
      if (!peek(i).is(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Reads some words that come next. */
  void skip(int count) {
    at += count;
  }

  /** Reads the next word, which must be a given one. */
  void require(String text) {
    if (!take(text)) {
      throw syntax("'" + text + "' is expected, not " + shown(peek()));
    }
  }

  /** Reads ends of statements, if there are any. */
  void skipEnds() {
    while (!isAtEnd() && peek().isEnd()) {
      at++;
    }
  }

  /** {@return the words from a position to this one, as nft prints them} */
  String textFrom(int position) {
    StringBuilder text = new StringBuilder();
    for (int i = position; i < at; i++) {
      boolean glued = i == position || words.get(i).isGluedTo(words.get(i - 1));
      text.append(glued ? "" : " ").append(words.get(i));
    }
    return text.toString();
  }

  static String shown(Word word) {
    return word.is("\n") ? "the end of the line" : "'" + word.text() + "'";
  }

  TextException syntax(String message) {
    return new TextException(TextCode.RULES_SYNTAX, message, location());
  }

  /** {@return the exception for what the model has refused} */
  TextException refused(IllegalArgumentException e) {
    return syntax(String.valueOf(e.getMessage()));
  }

  /** {@return the place of the next word} */
  SourceLocation location() {
    return new SourceLocation(document, peek().line(), peek().column());
  }
}
