package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Words that readers should not meet, each with what to write instead, and phrases that may have
 * them all the same.
 */
record Glossary(List<Entry> entries, List<String> exceptions) {

  private static final String DIRECTORY = "nwfilter-cli/src/test/resources/english/";
  private static final String GAP = "\u00b7";
  private static final int CONTEXT = 30;

  /** Words to avoid, what to write instead, why, and a sentence that has the words. */
  record Entry(Pattern words, String instead, String reason, String example) {

    static Entry of(List<String> columns) {
      Pattern words =
          Pattern.compile("(?<![\\w-])(" + columns.get(0) + ")(?![\\w-])", CASE_INSENSITIVE);
      return new Entry(words, columns.get(1), columns.get(2), columns.get(3));
    }
  }

  static Glossary read() throws IOException {
    List<Entry> entries = rows("glossary.txt").stream().map(Entry::of).toList();
    return new Glossary(entries, rows("exceptions.txt").stream().map(row -> row.get(0)).toList());
  }

  private static List<List<String>> rows(String file) throws IOException {
    return Files.readAllLines(inCheckout(DIRECTORY + file)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> Splitter.on(" | ").splitToList(line))
        .toList();
  }

  /** Returns a line for each word in a text that should be another one. */
  List<String> faults(String text) {
    String checked = text;
    for (String exception : exceptions) {
      checked = checked.replace(exception, GAP);
    }
    List<String> faults = new ArrayList<>();
    for (Entry entry : entries) {
      for (MatchResult found : entry.words().matcher(checked).results().toList()) {
        faults.add("%s (instead: %s)".formatted(around(checked, found), entry.instead()));
      }
    }
    return faults;
  }

  private static String around(String text, MatchResult found) {
    return text.substring(Math.max(0, found.start() - CONTEXT), found.start())
        + "["
        + found.group()
        + "]"
        + text.substring(found.end(), Math.min(text.length(), found.end() + CONTEXT));
  }
}
