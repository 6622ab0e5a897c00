package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

/**
 * A rule that a tool or the kernel refuses where it is.
 *
 * @param family the family
 * @param table the table's name
 * @param chain the chain's name
 * @param position the rule's place in the chain, from 1
 * @param rule the rule, whose origin says where it comes from
 * @param message what is wrong, and what is allowed
 */
public record RuleProblem(
    Family family, String table, String chain, int position, ChainRule rule, String message) {

  /**
   * Checks that all components are given.
   *
   * @param family the family
   * @param table the table's name
   * @param chain the chain's name
   * @param position the rule's place in the chain, from 1
   * @param rule the rule
   * @param message what is wrong
   */
  public RuleProblem {
    requireNonNull(family, "family");
    requireNonNull(table, "table");
    requireNonNull(chain, "chain");
    requireNonNull(rule, "rule");
    requireNonNull(message, "message");
  }

  /** {@return the message, for messages} */
  @Override
  public String toString() {
    return message;
  }
}
