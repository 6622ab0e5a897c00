package io.nwfilter.netfilter.analyze;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.List;

/**
 * Consecutive rules of one origin without which later rules of their chain would do the same with
 * all packets.
 *
 * @param first where the first of them is
 * @param rules the rules, at least one
 * @param deciders the later rules that would decide, at least one, all with the same target
 */
public record RedundantRules(RulePlace first, List<ChainRule> rules, List<RulePlace> deciders) {

  /**
   * Checks that all components are given, and copies the lists.
   *
   * @param first where the first of them is
   * @param rules the rules
   * @param deciders the later rules that would decide
   */
  public RedundantRules {
    requireNonNull(first, "first");
    rules = ImmutableList.copyOf(rules);
    deciders = ImmutableList.copyOf(deciders);
  }
}
