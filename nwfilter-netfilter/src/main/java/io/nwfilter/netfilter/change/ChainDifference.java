package io.nwfilter.netfilter.change;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * How one chain differs between two rulesets. A base chain is always in both, as every table has
 * it.
 *
 * @param table the table's name
 * @param before the chain in the first ruleset, if that has it
 * @param after the chain in the second ruleset, if that has it
 * @param rules the rules that only one of both has, in order; those of the first come before those
 *     that the second has in their place
 */
public record ChainDifference(
    String table,
    Optional<Chain> before,
    Optional<Chain> after,
    List<ChainDifference.OneSided> rules) {

  /** One of the two rulesets. */
  public enum Side {
    /** The first. */
    BEFORE,
    /** The second. */
    AFTER
  }

  /**
   * A rule that only one ruleset has.
   *
   * @param side the ruleset
   * @param position its number in the chain there, counted from 1
   * @param rule the rule
   */
  public record OneSided(Side side, int position, ChainRule rule) {

    /**
     * Checks that all components are given.
     *
     * @param side the ruleset
     * @param position its number in the chain there, counted from 1
     * @param rule the rule
     * @throws IllegalArgumentException if the position is less than 1
     */
    public OneSided {
      requireNonNull(side, "side");
      requireNonNull(rule, "rule");
      checkArgument(position >= 1, "position %s is less than 1", position);
    }
  }

  /**
   * Checks that at least one ruleset has the chain.
   *
   * @param table the table's name
   * @param before the chain in the first ruleset
   * @param after the chain in the second ruleset
   * @param rules the rules that only one of both has
   * @throws IllegalArgumentException if neither has it, or they have chains of different names
   */
  public ChainDifference {
    requireNonNull(table, "table");
    rules = ImmutableList.copyOf(requireNonNull(rules, "rules"));
    checkArgument(before.isPresent() || after.isPresent(), "neither ruleset has the chain");
    checkArgument(
        before.isEmpty() || after.isEmpty() || before.get().name().equals(after.get().name()),
        "chain %s is not chain %s",
        before,
        after);
  }

  /** {@return the chain's name} */
  public String chain() {
    return before.or(() -> after).orElseThrow().name();
  }

  /**
   * {@return the chain in one ruleset, if that has it}
   *
   * @param side the ruleset
   */
  public Optional<Chain> in(Side side) {
    return side == Side.BEFORE ? before : after;
  }

  /** {@return whether only one ruleset has the chain} */
  public boolean isOneSided() {
    return before.isEmpty() || after.isEmpty();
  }

  /** {@return whether both rulesets have the chain, with different policies} */
  public boolean hasOtherPolicy() {
    Optional<Verdict> policy = before.map(Chain::policy);
    return !isOneSided() && !policy.equals(after.map(Chain::policy));
  }
}
