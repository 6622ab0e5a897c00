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
 * @param place where the chain is
 * @param rules the rules that were tried, in order
 * @param end the chain's policy, if the packet got to the end of the chain
 */
public record ChainTrace(ChainPlace place, List<TriedRule> rules, Optional<Verdict> end) {

  /**
   * Checks that all components are given.
   *
   * @param place where the chain is
   * @param rules the rules that were tried
   * @param end the chain's policy, if the packet got there
   */
  public ChainTrace {
    requireNonNull(place, "place");
    rules = ImmutableList.copyOf(requireNonNull(rules, "rules"));
    requireNonNull(end, "end");
  }

  /** {@return which packets the chain sees} */
  public Family family() {
    return place.family();
  }

  /** {@return the name of its table} */
  public String table() {
    return place.table();
  }

  /** {@return the chain's name} */
  public String chain() {
    return place.chain();
  }
}
