package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IllegalValueException;
import java.util.List;
import java.util.regex.Pattern;

/** Checks of texts that become part of rules that root loads. */
final class Words {

  /** The longest word, in characters. */
  static final int MAX_LENGTH = 1 << 20;

  /** What the tools read as one word: the closing quotation mark ends it. */
  private static final Pattern RAW =
      Pattern.compile("[^ \\t\"]++|[^ \\t\"]*+\"(?>[^\"\\\\]++|\\\\.)*+\"");

  /** The options of rules themselves (iptables(8), ebtables(8)). */
  private static final ImmutableSet<String> OF_RULE =
      ImmutableSet.of(
          "-c", "-d", "-f", "-g", "-i", "-j", "-m", "-o", "-p", "-s", "--match", "--set-counters");

  /**
   * The options that name a target, in every form that getopt_long(3) takes: abbreviated, with the
   * target attached, and after short options without an argument.
   */
  private static final Pattern TARGET =
      Pattern.compile("--(?:j|ju|jum|jump|g|go|got|goto)(?:=.*)?|-[46bfhnvVx]*+[gj].*");

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
          name, "a legal extension name: letters, digits, '_' and '-', not starting with '-'");
    }
  }

  /** Refuses what a single line of restore text cannot carry, even in quotes. */
  static void requireWord(String word) {
    boolean legal = word.length() <= MAX_LENGTH;
    for (int i = 0; legal && i < word.length(); i++) {
      char c = word.charAt(i);
      if (Character.isHighSurrogate(c)) {
        i++;
        legal = i < word.length() && Character.isLowSurrogate(word.charAt(i));
      } else {
        legal = !Character.isLowSurrogate(c) && (!Character.isISOControl(c) || c == '\t');
      }
    }
    if (!legal) {
      throw new IllegalValueException(
          word.substring(0, Math.min(word.length(), 100)),
          "a word of a rule: at most "
              + MAX_LENGTH
              + " characters, none of them a control character");
    }
  }

  /**
   * Refuses what would not be one word of a match or target if it were printed as it is, or would
   * be an option of the rule itself.
   */
  static void requireRawWords(List<String> words) {
    for (String word : words) {
      requireWord(word);
      if (!RAW.matcher(word).matches() || isOfRule(text(word))) {
        throw new IllegalValueException(
            word.substring(0, Math.min(word.length(), 100)),
            "one word of an extension: without unquoted blanks, and not an option of the rule"
                + " itself");
      }
    }
    if (!words.isEmpty() && text(words.get(words.size() - 1)).equals("!")) {
      throw new IllegalValueException("!", "a last word that does not negate the next one");
    }
  }

  private static boolean isOfRule(String text) {
    return OF_RULE.contains(text) || TARGET.matcher(text).matches();
  }

  /** {@return a word as the tools see it, without its quotation marks} */
  private static String text(String word) {
    return word.replace("\"", "").replace("\\", "");
  }
}
