package io.nwfilter.netfilter.nft;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.text.TextCode;
import io.nwfilter.netfilter.text.TextException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces variables by what they are defined as (nft(8), "Symbolic variables"). Those that a block
 * defines are known up to its end.
 */
final class Variables {

  /** The name ends as nft takes it: {@code $a-1} is a variable of that name. */
  private static final Pattern USE =
      Pattern.compile("([^$]*)\\$([A-Za-z_.][\\w./-]*)(.*)", Pattern.DOTALL);

  private final String document;
  private final List<Word> words;
  private final List<Word> replaced = new ArrayList<>();

  /** What is defined outside blocks and in each block that is open, the innermost first. */
  private final Deque<Map<String, List<Word>>> scopes = new ArrayDeque<>();

  private int at;

  private Variables(String document, List<Word> words) {
    this.document = document;
    this.words = words;
  }

  /**
   * {@return the words of a script without definitions of variables}
   *
   * @throws TextException if a variable is not defined before, or in a way that is not read here
   */
  static List<Word> replaced(String document, List<Word> words) {
    boolean none =
        words.stream()
            .noneMatch(word -> !word.quoted() && (isUse(word) || word.text().endsWith("define")));
    return none ? words : new Variables(document, words).replace();
  }

  private static boolean isUse(Word word) {
    return !word.quoted() && word.text().indexOf('$') >= 0;
  }

  private List<Word> replace() {
    scopes.push(new HashMap<>());
    boolean begins = true;
    while (at < words.size()) {
      Word word = words.get(at);
      if (begins && word.is("undefine")) {
        undefine();
      } else if (begins && (word.is("define") || word.is("redefine"))) {
        define();
      } else {
        if (word.is("{")) {
          scopes.push(new HashMap<>());
        } else if (word.is("}") && scopes.size() > 1) {
          scopes.pop();
        }
        add(replaced, word);
        at++;
      }
      begins = word.isEnd() || word.is("{");
    }
    return replaced;
  }

  /** Reads {@code define name = value}, up to the end of the line outside braces. */
  private void define() {
    Word keyword = words.get(at);
    if (at + 2 >= words.size() || !words.get(at + 2).is("=")) {
      throw refusal(keyword, "'define NAME = VALUE' is expected");
    }
    String name = words.get(at + 1).text();
    List<Word> value = new ArrayList<>();
    int depth = 0;
    for (at += 3; at < words.size() && (depth > 0 || !words.get(at).isEnd()); at++) {
      Word word = words.get(at);
      depth += word.is("{") ? 1 : word.is("}") ? -1 : 0;
      if (!word.is("\n")) {
        add(value, word);
      }
    }
    if (keyword.is("define") && value(name) != null) {
      throw refusal(keyword, "variable '" + name + "' is defined already");
    }
    scopes.getFirst().put(name, value);
  }

  private @Nullable List<Word> value(String name) {
    return scopes.stream()
        .map(scope -> scope.get(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private void undefine() {
    Word keyword = words.get(at);
    if (at + 1 >= words.size() || scopes.getFirst().remove(words.get(at + 1).text()) == null) {
      throw refusal(keyword, "there is no such variable");
    }
    at += 2;
  }

  /** Adds a word, or what it stands for, at its place. */
  private void add(List<Word> to, Word word) {
    if (!isUse(word)) {
      to.add(word);
      return;
    }
    Matcher use = USE.matcher(word.text());
    if (!use.matches()) {
      throw refusal(word, "the name of a variable is expected after '$'");
    }
    List<Word> value = value(use.group(2));
    if (value == null) {
      throw refusal(word, "variable '" + use.group(2) + "' is not defined before");
    }
    if (!(use.group(1) + use.group(3)).isEmpty()) {
      addJoined(use, value, word, to);
      return;
    }
    boolean isElement = !value.isEmpty() && value.get(0).is("{") && isAfterElement(to);
    for (Word one : isElement ? value.subList(1, value.size() - 1) : value) {
      to.add(new Word(one.text(), one.quoted(), word.line(), word.column()));
    }
  }

  /** Adds a word with a variable in it, such as {@code $address:80}. */
  private void addJoined(Matcher use, List<Word> value, Word word, List<Word> to) {
    if (value.size() != 1 || value.get(0).quoted()) {
      throw refusal(word, "variable '" + use.group(2) + "' is not one word to be joined to others");
    }
    String joined = use.group(1) + value.get(0).text() + use.group(3);
    add(to, new Word(joined, false, word.line(), word.column()));
  }

  /** {@return whether an element of a set comes next, where nft takes the elements of another} */
  private static boolean isAfterElement(List<Word> words) {
    int last = words.size() - 1;
    while (last >= 0 && words.get(last).is("\n")) {
      last--;
    }
    return last >= 0 && (words.get(last).is("{") || words.get(last).is(","));
  }

  private TextException refusal(Word word, String message) {
    return new TextException(
        TextCode.RULES_SYNTAX, message, new SourceLocation(document, word.line(), word.column()));
  }
}
