package io.nwfilter.netfilter.analyze.way;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.simulate.ChainPlace;

/**
 * A rule that changes packets, equal to one of another host that is in the same chain.
 *
 * @param place the chain
 * @param rule the rule
 */
record Changer(ChainPlace place, ChainRule rule) {

  /** {@return whether it translates addresses, which is done once at a hook} */
  boolean isTranslating() {
    return Translations.isTranslation(rule.target());
  }

  /** {@return whether it may change a field} */
  boolean changes(Field field) {
    return ChangedFields.of(rule).contains(field);
  }
}
