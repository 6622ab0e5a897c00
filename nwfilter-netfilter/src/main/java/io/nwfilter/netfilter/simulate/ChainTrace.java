package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What a chain did to a packet.
 *
 * @param family the family of the chain
 * @param table the table
 * @param chain the chain's name
 * @param rules the rules that were tried, in order
 * @param end the chain's policy, if the packet got to the end of the chain
 */
public record ChainTrace(
    Family family, String table, String chain, List<TriedRule> rules, Optional<Verdict> end) {

  /**
   * Checks that all components are given.
   *
   * @param family the family of the chain
   * @param table the table
   * @param chain the chain's name
   * @param rules the rules that were tried
   * @param end the chain's policy, if the packet got there
   */
  public ChainTrace {
    requireNonNull(family, "family");
    requireNonNull(table, "table");
    requireNonNull(chain, "chain");
    rules = ImmutableList.copyOf(requireNonNull(rules, "rules"));
    requireNonNull(end, "end");
  }
}
