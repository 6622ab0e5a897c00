package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings what scripts may write in several forms to the one that is read: sets and maps of a rule
 * in several lines to one line, lists to ones without a comma at the end, and chains without a
 * name, which rules have in braces after {@code jump} or {@code goto} (nft(8), "Verdict
 * statements"), to chains with names that the kernel could have given them.
 */
final class ScriptForms {

  private static final ImmutableSet<String> ADDING =
      ImmutableSet.of("add", "create", "insert", "replace", "delete", "destroy");
  private static final ImmutableSet<String> OF_ONE_LINE = ImmutableSet.of("rule", "element");

  /** What is between a pair of braces. */
  private enum Braces {
    /** Statements of a chain. */
    CHAIN,
    /** Statements of a chain without a name. */
    ANONYMOUS_CHAIN,
    /** A set or map of a statement. */
    VALUES,
    /** Something else, such as a table. */
    OTHER
  }

  private final List<Word> words;
  private final Deque<Braces> open = new ArrayDeque<>();

  /** Where words go: to the script or, above it, to chains without a name. */
  private final Deque<List<Word>> outputs = new ArrayDeque<>();

  /** Chains without a name that come after the chain with a name that is open. */
  private final List<Word> later = new ArrayList<>();

  private final Set<String> names = new HashSet<>();
  private List<Word> statement = new ArrayList<>();
  private int chains;

  private ScriptForms(List<Word> words) {
    this.words = words;
    words.forEach(word -> names.add(word.text()));
  }

  /** {@return words with the same meaning} */
  static List<Word> usual(List<Word> words) {
    return new ScriptForms(words).usual();
  }

  private List<Word> usual() {
    List<Word> all = new ArrayList<>(words.size());
    outputs.push(all);
    int command = 0;
    for (Word word : words) {
      if (word.is("{")) {
        open(word);
      } else if (word.is("}") && !open.isEmpty()) {
        close(word);
      } else if (word.is("\n") && open.peek() == Braces.VALUES) {
        continue;
      } else {
        output().add(word);
        note(word);
      }
      if (open.isEmpty() && word.isEnd()) {
        // Chains without a name of a command come before it.
        all.addAll(command, later);
        later.clear();
        command = all.size();
      }
    }
    return all;
  }

  private List<Word> output() {
    return outputs.getFirst();
  }

  private void note(Word word) {
    if (word.isEnd()) {
      statement = new ArrayList<>();
    } else {
      statement.add(word);
    }
  }

  private void open(Word brace) {
    Braces braces = braces();
    open.push(braces);
    if (braces != Braces.ANONYMOUS_CHAIN) {
      output().add(brace);
    } else {
      Word name = named(name(), brace);
      output().add(name);
      List<Word> chain = new ArrayList<>(declaration(brace));
      chain.add(name);
      chain.add(brace);
      outputs.push(chain);
    }
    if (braces != Braces.VALUES) {
      statement = new ArrayList<>();
    }
  }

  private String name() {
    String name = AnonymousChains.PREFIX + chains++;
    while (!names.add(name)) {
      name = AnonymousChains.PREFIX + chains++;
    }
    return name;
  }

  private static Word named(String text, Word at) {
    return new Word(text, false, at.line(), at.column());
  }

  /** {@return the words that declare a chain, as a part of a table or a command} */
  private List<Word> declaration(Word at) {
    List<Word> declaration = new ArrayList<>();
    if (open.size() == 1) { // in a command: add rule [family] table chain …
      declaration.add(named("add", at));
      declaration.add(named("chain", at));
      boolean family = statement.size() > 3 && ScriptReader.isFamily(statement.get(2).text());
      declaration.addAll(statement.subList(2, Math.min(statement.size(), family ? 4 : 3)));
    } else {
      declaration.add(named("chain", at));
    }
    return declaration;
  }

  private Braces braces() {
    Word before = statement.isEmpty() ? null : statement.get(statement.size() - 1);
    boolean leads = before != null && (before.is("jump") || before.is("goto"));
    Braces around = open.peek();
    if (around == Braces.VALUES) {
      return Braces.VALUES;
    }
    boolean inRule = around == Braces.CHAIN || around == Braces.ANONYMOUS_CHAIN;
    boolean isCommand =
        around == null
            && statement.size() > 1
            && ADDING.contains(statement.get(0).text())
            && OF_ONE_LINE.contains(statement.get(1).text());
    if (inRule || isCommand) {
      return leads ? Braces.ANONYMOUS_CHAIN : Braces.VALUES;
    }
    int kind = !statement.isEmpty() && ADDING.contains(statement.get(0).text()) ? 1 : 0;
    return statement.size() > kind && statement.get(kind).is("chain") ? Braces.CHAIN : Braces.OTHER;
  }

  private void close(Word brace) {
    Braces closed = open.pop();
    removeComma();
    output().add(brace);
    if (closed == Braces.ANONYMOUS_CHAIN) {
      List<Word> chain = outputs.pop();
      later.addAll(chain);
      later.add(named("\n", brace));
    } else if (closed == Braces.CHAIN && !open.isEmpty() && !later.isEmpty()) {
      output().add(named("\n", brace));
      output().addAll(later);
      later.clear();
    }
    if (closed != Braces.VALUES) {
      statement = new ArrayList<>();
    }
  }

  /** Takes away a comma after the last value, which nft takes. */
  private void removeComma() {
    List<Word> output = output();
    int last = output.size() - 1;
    while (last >= 0 && output.get(last).is("\n")) {
      last--;
    }
    if (last >= 0 && output.get(last).is(",")) {
      output.remove(last);
    }
  }
}
