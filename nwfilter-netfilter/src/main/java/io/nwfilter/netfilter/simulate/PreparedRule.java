package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.ChainRule;
import org.jspecify.annotations.Nullable;

/** A rule, prepared for being tried often. */
final class PreparedRule {

  final ChainRule rule;
  final int number;
  final Test[] tests;
  final Action action;

  /** The chain that packets go to; null if the target is another one. */
  @Nullable PreparedChain entered;

  boolean isGoto;

  /** The map that says what happens to packets; null if the target is another one. */
  @Nullable VerdictMap map;

  PreparedRule(ChainRule rule, int number, Test[] tests, Action action) {
    this.rule = rule;
    this.number = number;
    this.tests = tests;
    this.action = action;
  }

  /** {@return whether it matters if the rule is met} */
  boolean hasEffect() {
    return entered != null || map != null || action.hasEffect();
  }
}
