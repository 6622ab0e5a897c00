package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.text.SaveText;

/**
 * What has decided on a packet.
 *
 * <ul>
 *   <li>{@link ByRule}: a rule
 *   <li>{@link ByPolicy}: the policy of a chain at whose end the packet arrived
 *   <li>{@link ByKernel}: not a rule, but the kernel itself
 * </ul>
 */
public sealed interface Decision {

  /**
   * A rule has decided.
   *
   * @param family the family of the rule
   * @param table the table
   * @param chain the chain
   * @param number the rule's number in the chain, from 1
   * @param rule the rule
   */
  record ByRule(Family family, String table, String chain, int number, ChainRule rule)
      implements Decision {

    /** {@return where the rule is and how the tool prints it} */
    @Override
    public String toString() {
      return "%s %s %s rule %s: %s"
          .formatted(family.tool(), table, chain, number, SaveText.line(family, chain, rule));
    }
  }

  /**
   * The policy of a chain has decided.
   *
   * @param family the family of the chain
   * @param table the table
   * @param chain the chain
   * @param policy its policy
   */
  record ByPolicy(Family family, String table, String chain, Target.Verdict policy)
      implements Decision {

    /** {@return where the chain is and its policy} */
    @Override
    public String toString() {
      return "%s %s %s policy %s".formatted(family.tool(), table, chain, policy);
    }
  }

  /**
   * The kernel itself has decided.
   *
   * @param reason why, as a part of a sentence
   */
  record ByKernel(String reason) implements Decision {

    /** {@return the reason} */
    @Override
    public String toString() {
      return reason;
    }
  }
}
