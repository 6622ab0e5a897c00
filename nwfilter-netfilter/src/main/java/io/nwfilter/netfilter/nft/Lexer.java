package io.nwfilter.netfilter.nft;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.text.TextCode;
import io.nwfilter.netfilter.text.TextException;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a script apart: words, quoted texts, braces, commas, and the ends of statements. Of
 * variables, those that are defined at the top are replaced.
 */
final class Lexer {

  /** How many words are taken. */
  static final int MAX_WORDS = 10_000_000;

  private final String document;
  private final List<Word> words = new ArrayList<>();
  private int number;

  private Lexer(String document) {
    this.document = document;
  }

  /**
   * {@return the words of a text}
   *
   * @throws TextException if it cannot be read, or a quotation mark is open at the end of a line
   */
  static WordStream words(TextSource source) {
    Lexer lexer = new Lexer(source.name());
    source.forEachLine(lexer::line);
    List<Word> usual = ScriptForms.usual(lexer.words);
    return new WordStream(source.name(), Variables.replaced(source.name(), usual));
  }

  private void line(String line) {
    number++;
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '#') {
        break;
      } else if (c == ' ' || c == '\t') {
        at++;
      } else if (c == '\\' && line.substring(at + 1).isBlank()) {
        return; // the next line continues this one
      } else if (c == '"') {
        at = quoted(line, at);
      } else if (isSingle(line, at)) {
        add(Character.toString(c), false, at);
        at++;
      } else {
        at = word(line, at);
      }
    }
    add("\n", false, line.length());
  }

  /** {@return whether a character is a word of its own} A comma in a number has no place here. */
  private static boolean isSingle(String line, int at) {
    return "{};,".indexOf(line.charAt(at)) >= 0;
  }

  private int quoted(String line, int at) {
    int end = line.indexOf('"', at + 1);
    if (end < 0) {
      throw syntax("a quotation mark is not closed", at);
    }
    add(line.substring(at + 1, end), true, at);
    return end + 1;
  }

  private int word(String line, int at) {
    int end = at;
    while (end < line.length() && " \t\"{};,#".indexOf(line.charAt(end)) < 0) {
      if (line.charAt(end) == '\\' && line.substring(end + 1).isBlank()) {
        break; // the next line continues this one
      }
      if (line.charAt(end) == '\\') {
        throw syntax("'\\' is not part of what nft prints", end);
      }
      if (Character.isISOControl(line.charAt(end))) {
        throw syntax("a control character", end);
      }
      end++;
    }
    add(line.substring(at, end), false, at);
    return end;
  }

  private void add(String text, boolean quoted, int at) {
    if (words.size() >= MAX_WORDS) {
      throw new TextException(
          TextCode.RULES_TOO_LARGE,
          "the text has more than " + MAX_WORDS + " words",
          new SourceLocation(document, number, at + 1));
    }
    words.add(new Word(text, quoted, number, at + 1));
  }

  private TextException syntax(String message, int at) {
    return new TextException(
        TextCode.RULES_SYNTAX, message, new SourceLocation(document, number, at + 1));
  }
}
