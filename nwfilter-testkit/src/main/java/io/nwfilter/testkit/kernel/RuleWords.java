package io.nwfilter.testkit.kernel;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/** The words of a rule as a {@code -save} tool prints it; words in double quotes are one word. */
record RuleWords(ImmutableList<String> words) {
  private static final ImmutableSet<String> TARGET_OPTIONS =
      ImmutableSet.of("-j", "--jump", "-g", "--goto");

  // Their argument is any text, even "-j", which the tools then print without quotes.
  private static final ImmutableSet<String> TEXT_OPTIONS =
      ImmutableSet.of("--comment", "--log-prefix", "--nflog-prefix", "--string");

  static RuleWords of(String rule) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean started = false;
    for (int i = 0; i < rule.length(); i++) {
      char c = rule.charAt(i);
      if (quoted && c == '\\' && i + 1 < rule.length()) {
        word.append(rule.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        started = true;
      } else if (c == ' ' && !quoted) {
        if (started) {
          words.add(word.toString());
        }
        word.setLength(0);
        started = false;
      } else {
        word.append(c);
        started = true;
      }
    }
    if (started) {
      words.add(word.toString());
    }
    return new RuleWords(words.build());
  }

  /** {@return the chain or target that the rule jumps or goes to} */
  Optional<String> target() {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (TARGET_OPTIONS.contains(words.get(i))) {
        return Optional.of(words.get(i + 1));
      }
      if (TEXT_OPTIONS.contains(words.get(i))) {
        i++;
      }
    }
    return Optional.empty();
  }
}
