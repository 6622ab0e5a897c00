package io.nwfilter.netfilter.text;

import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line of a script into words, as a shell does (POSIX, Shell Command Language, 2.2 and
 * 2.3), and refuses what would need a shell: variables, patterns, pipes, several commands.
 */
final class ShellWords {

  /** Brackets are not among these: as a pattern they match no file, and stay as they are. */
  private static final String NEEDS_SHELL = "$`;|&<>()*?~";

  private final String line;
  private final String document;
  private final int number;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private ShellWords(String line, String document, int number) {
    this.line = line;
    this.document = document;
    this.number = number;
  }

  /** {@return the words of a line; none if it is blank or a comment} */
  static List<String> of(String line, String document, int number) {
    ShellWords words = new ShellWords(line, document, number);
    words.split();
    return words.words;
  }

  /** {@return a message for what only a shell can do, with what to do instead} */
  static String needsShell(String what) {
    return what
        + " needs a shell: run the script in a network namespace (ip netns exec), and restore the"
        + " rules that iptables-save prints there";
  }

  private void split() {
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '#' && !inWord) {
        break;
      } else if (c == ' ' || c == '\t') {
        end();
      } else if (c == '\'') {
        at = quoted(at, '\'');
      } else if (c == '"') {
        at = quoted(at, '"');
      } else if (c == '\\') {
        at = escaped(at);
      } else if (NEEDS_SHELL.indexOf(c) >= 0) {
        throw refused(at, needsShell("'" + c + "'"));
      } else {
        add(c);
      }
    }
    end();
  }

  private void add(char c) {
    word.append(c);
    inWord = true;
  }

  private void end() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private int escaped(int at) {
    if (at + 1 == line.length()) {
      throw refused(at, "no line follows that the command could go on in");
    }
    add(line.charAt(at + 1));
    return at + 1;
  }

  /** {@return where the closing quotation mark is} */
  private int quoted(int start, char quote) {
    inWord = true;
    for (int at = start + 1; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == quote) {
        return at;
      }
      if (quote == '"' && (c == '$' || c == '`')) {
        throw refused(at, needsShell("'" + c + "'"));
      }
      if (quote == '"' && c == '\\' && at + 1 < line.length()) {
        char next = line.charAt(at + 1);
        if (next == '"' || next == '\\' || next == '$' || next == '`') {
          at++;
          c = next;
        }
      }
      word.append(c);
    }
    throw refused(start, "the quotation mark is not closed");
  }

  private TextException refused(int at, String message) {
    return new TextException(
        TextCode.RULES_SYNTAX, message, new SourceLocation(document, number, at + 1));
  }
}
