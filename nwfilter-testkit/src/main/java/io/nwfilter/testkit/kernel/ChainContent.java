package io.nwfilter.testkit.kernel;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a chain holds.
 *
 * @param policy what happens at the chain's end, as the {@code -save} tool prints it: {@code
 *     ACCEPT}, {@code DROP}, {@code RETURN}, or {@code -} for a user's chain of iptables and
 *     ip6tables
 * @param rules the rules in order, each without the leading {@code -A CHAIN}
 */
public record ChainContent(String policy, ImmutableList<String> rules) {
  boolean isUntouched() {
    return policy.equals("ACCEPT") && rules.isEmpty();
  }

  ChainContent withoutJumpsTo(Predicate<String> chainName) {
    ImmutableList.Builder<String> kept = ImmutableList.builder();
    for (String rule : rules) {
      Optional<String> target = RuleWords.of(rule).target();
      if (target.isEmpty() || !chainName.test(target.get())) {
        kept.add(rule);
      }
    }
    return new ChainContent(policy, kept.build());
  }
}
