package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target;

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
   * @param place where its chain is
   * @param number the rule's number in the chain, from 1
   * @param rule the rule
   */
  record ByRule(ChainPlace place, int number, ChainRule rule) implements Decision {

    /** {@return which packets the rule sees} */
    public Family family() {
      return place.family();
    }

    /** {@return the name of its table} */
    public String table() {
      return place.table();
    }

    /** {@return the name of its chain} */
    public String chain() {
      return place.chain();
    }

    /** {@return where the rule is and how the tool prints it} */
    @Override
    public String toString() {
      return "%s rule %s: %s".formatted(place, number, place.line(rule));
    }
  }

  /**
   * The policy of a chain has decided.
   *
   * @param place where the chain is
   * @param policy its policy
   */
  record ByPolicy(ChainPlace place, Target.Verdict policy) implements Decision {

    /** {@return which packets the chain sees} */
    public Family family() {
      return place.family();
    }

    /** {@return the name of its table} */
    public String table() {
      return place.table();
    }

    /** {@return the name of the chain} */
    public String chain() {
      return place.chain();
    }

    /** {@return where the chain is and its policy} */
    @Override
    public String toString() {
      return place + " policy " + policy;
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
