package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A chain, or what the ruleset adds to one of the kernel's.
 *
 * @param name its name: printable ASCII without blanks and quotes, no hyphen first, at most {@value
 *     #MAX_NAME} characters
 * @param placement how the rules come to stand in it
 * @param rules the rules in order, an {@link ImmutableList} or a {@link RuleSequence}
 */
public record Chain(String name, Placement placement, List<ChainRule> rules) {

  /** The longest name that iptables and ebtables take (1.8.9), in characters. */
  public static final int MAX_NAME = 28;

  /**
   * Checks the name, and that the rules cannot change.
   *
   * @param name its name
   * @param placement how the rules come to stand in it
   * @param rules the rules in order; they are copied if their list may change
   */
  public Chain {
    requireName(name);
    rules = rules instanceof RuleSequence ? rules : ImmutableList.copyOf(rules);
  }

  /** Refuses names that rules could not carry. */
  static void requireName(String name) {
    boolean legal = !name.isEmpty() && name.length() <= MAX_NAME && name.charAt(0) != '-';
    for (int i = 0; i < name.length() && legal; i++) {
      char c = name.charAt(i);
      legal = c > ' ' && c < 127 && c != '"' && c != '\'' && c != '\\' && c != '!';
    }
    if (!legal) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a chain");
    }
  }
}
