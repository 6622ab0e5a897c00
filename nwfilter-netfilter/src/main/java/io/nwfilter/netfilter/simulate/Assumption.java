package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;

/**
 * Something that is not known, and what a course assumes of it.
 *
 * @param rule the rule that it is about
 * @param unknown the matches of which it is not known whether they are met; empty if it is not
 *     known what the target does
 * @param assumed what is assumed: {@code met} or {@code not met}, {@code open} if it does not
 *     matter; of a target that it {@code goes on}, {@code accepts} or {@code drops}, or that it
 *     {@code takes the first address} or {@code takes the last address} of a range
 */
public record Assumption(Decision.ByRule rule, List<Match> unknown, String assumed) {

  /**
   * Checks that all components are given.
   *
   * @param rule the rule that it is about
   * @param unknown the matches
   * @param assumed what is assumed
   */
  public Assumption {
    requireNonNull(rule, "rule");
    unknown = ImmutableList.copyOf(requireNonNull(unknown, "unknown"));
    requireNonNull(assumed, "assumed");
  }
}
