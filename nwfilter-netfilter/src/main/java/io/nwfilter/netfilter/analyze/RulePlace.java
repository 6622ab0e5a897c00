package io.nwfilter.netfilter.analyze;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.Family;

/**
 * Where a rule is among the rules of a host.
 *
 * @param family the family of the rule
 * @param table its table
 * @param chain its chain
 * @param number its number in the chain, from 1
 */
public record RulePlace(Family family, String table, String chain, int number) {

  /**
   * Checks that all components are given.
   *
   * @param family the family of the rule
   * @param table its table
   * @param chain its chain
   * @param number its number in the chain
   */
  public RulePlace {
    requireNonNull(family, "family");
    requireNonNull(table, "table");
    requireNonNull(chain, "chain");
  }

  /** {@return the place as a part of a sentence} */
  @Override
  public String toString() {
    return family.tool() + ", table " + table + ", chain " + chain + ", rule " + number;
  }
}
