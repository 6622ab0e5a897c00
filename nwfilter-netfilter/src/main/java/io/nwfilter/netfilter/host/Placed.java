package io.nwfilter.netfilter.host;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;

/**
 * A rule in its place.
 *
 * @param chain the chain that it is in
 * @param position its place there, from 1
 * @param rule the rule
 * @param ofLibvirt whether it is libvirt's rather than the host's own
 * @param conditions all that a packet must meet to get to the rule and to match it: the matches of
 *     the rules that lead to its chain, and its own
 */
public record Placed(
    String chain, int position, ChainRule rule, boolean ofLibvirt, List<Match> conditions) {

  /**
   * Checks that all components are given.
   *
   * @param chain the chain that it is in
   * @param position its place there, from 1
   * @param rule the rule
   * @param ofLibvirt whether it is libvirt's
   * @param conditions all that a packet must meet to match it
   */
  public Placed {
    requireNonNull(chain, "chain");
    requireNonNull(rule, "rule");
    conditions = ImmutableList.copyOf(requireNonNull(conditions, "conditions"));
  }
}
