package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.Match;

/**
 * The first match of a rule that a packet did not meet.
 *
 * @param match the match
 * @param wanted what it asks for
 * @param found what the packet has
 */
public record Mismatch(Match match, String wanted, String found) {

  /**
   * Checks that all components are given.
   *
   * @param match the match
   * @param wanted what it asks for
   * @param found what the packet has
   */
  public Mismatch {
    requireNonNull(match, "match");
    requireNonNull(wanted, "wanted");
    requireNonNull(found, "found");
  }
}
