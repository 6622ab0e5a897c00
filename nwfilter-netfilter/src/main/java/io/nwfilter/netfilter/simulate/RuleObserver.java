package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.ChainRule;

/** Is told of every rule that a packet tries, in all courses that it may take. */
@FunctionalInterface
public interface RuleObserver {

  /**
   * Is called when a packet has tried a rule.
   *
   * @param view what the rule's matches see of the packet; only valid until this method returns
   * @param rule the rule
   * @param met whether the packet meets all matches
   */
  void tried(PacketView view, ChainRule rule, Answer met);
}
