package io.nwfilter.netfilter.simulate;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target;
import org.jspecify.annotations.Nullable;

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
   * The policy of a chain has decided. Equality ignores where the policy is set, as that of rules
   * ignores where they come from.
   *
   * @param place where the chain is
   * @param policy its policy
   * @param location where in a text the policy is set; {@link SourceLocation#NONE} if no text does
   */
  record ByPolicy(ChainPlace place, Target.Verdict policy, SourceLocation location)
      implements Decision {

    /**
     * Creates the decision of a policy that no text sets.
     *
     * @param place where the chain is
     * @param policy its policy
     */
    public ByPolicy(ChainPlace place, Target.Verdict policy) {
      this(place, policy, SourceLocation.NONE);
    }

    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof ByPolicy other
          && place.equals(other.place)
          && policy == other.policy;
    }

    @Override
    public int hashCode() {
      return 31 * place.hashCode() + policy.hashCode();
    }

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
