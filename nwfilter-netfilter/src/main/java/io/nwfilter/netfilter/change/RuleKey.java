package io.nwfilter.netfilter.change;

import io.nwfilter.netfilter.ruleset.ChainRule;

/**
 * A rule as the key of a hash map. The author of a dump can give thousands of rules the same hash
 * code; the map then keeps them in order instead of comparing each with all others.
 *
 * @param rule the rule
 */
record RuleKey(ChainRule rule) implements Comparable<RuleKey> {

  /** Compares what messages print, which is equal for equal rules. */
  @Override
  public int compareTo(RuleKey other) {
    return rule.toString().compareTo(other.rule.toString());
  }
}
