package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.IllegalValueException;

/** What texts must be to stand in rules that root loads. */
final class Words {

  /** The longest word, in characters. */
  static final int MAX_LENGTH = 1 << 20;

  private Words() {}

  /** Refuses what cannot be the name of an extension, a target or an option without its hyphens. */
  static void requireName(String name) {
    boolean legal = !name.isEmpty() && name.length() <= 64 && name.charAt(0) != '-';
    for (int i = 0; i < name.length() && legal; i++) {
      char c = name.charAt(i);
      legal =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
    }
    if (!legal) {
      throw new IllegalValueException(
          name, "the name of an extension: letters, digits, '_' and '-', no '-' first");
    }
  }

  /** Refuses what a single line of restore text cannot carry, even in quotes. */
  static void requireWord(String word) {
    if (word.length() > MAX_LENGTH
        || word.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
      throw new IllegalValueException(
          word.substring(0, Math.min(word.length(), 100)),
          "a word of a rule: at most " + MAX_LENGTH + " characters, none of them a control one");
    }
  }
}
