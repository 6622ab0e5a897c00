package io.nwfilter.netfilter.analyze;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import java.util.Set;

/**
 * A rule that no packet can meet.
 *
 * @param family the family of the rule
 * @param table its table
 * @param chain its chain
 * @param number its number in the chain, from 1
 * @param rule the rule
 * @param reason why no packet meets it
 * @param takenBy the numbers of the earlier rules of its chain that take its packets, the first 64
 *     of them; empty unless the reason is {@link Reason#SHADOWED}
 * @param deciders the rules that take its packets, wherever they are: in its chain, in chains that
 *     lead to it, or in those that they lead to, in the order in which packets get to them; not all
 *     if they are many
 * @param states the states that the kernel usually gives to such packets, if the reason is {@link
 *     Reason#NO_SUCH_STATE}; otherwise empty
 */
public record UnmetRule(
    Family family,
    String table,
    String chain,
    int number,
    ChainRule rule,
    Reason reason,
    List<Integer> takenBy,
    List<RulePlace> deciders,
    Set<TrackedState> states) {

  /** Why no packet meets a rule. */
  public enum Reason {
    /** Its matches exclude each other. */
    CONTRADICTION,
    /** Connection tracking gives such packets none of the states that it asks for. */
    NO_SUCH_STATE,
    /** No rule that can be met leads to its chain. */
    CHAIN_NOT_ENTERED,
    /** What leads to its chain does not meet it. */
    EXCLUDED_BEFORE,
    /** Earlier rules of its chain take all packets that would meet it. */
    SHADOWED
  }

  /**
   * Checks that all components are given.
   *
   * @param family the family of the rule
   * @param table its table
   * @param chain its chain
   * @param number its number in the chain
   * @param rule the rule
   * @param reason why no packet meets it
   * @param takenBy the earlier rules that take its packets
   * @param deciders the rules that take its packets, wherever they are
   * @param states the states of such packets
   */
  public UnmetRule {
    requireNonNull(family, "family");
    requireNonNull(table, "table");
    requireNonNull(chain, "chain");
    requireNonNull(rule, "rule");
    requireNonNull(reason, "reason");
    takenBy = ImmutableList.copyOf(requireNonNull(takenBy, "takenBy"));
    deciders = ImmutableList.copyOf(requireNonNull(deciders, "deciders"));
    states = ImmutableSet.copyOf(requireNonNull(states, "states"));
  }

  /** {@return where the rule is} */
  public RulePlace place() {
    return new RulePlace(family, table, chain, number);
  }
}
