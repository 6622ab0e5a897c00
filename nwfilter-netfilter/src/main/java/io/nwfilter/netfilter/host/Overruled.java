package io.nwfilter.netfilter.host;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.Family;

/**
 * A rule that no longer decides on some packets, as one of the other party's comes before it and
 * decides differently. After a rule that overrules it wholly, none is looked for.
 *
 * @param family the family of both
 * @param table the table that both are in
 * @param hook the base chain from which both are reached
 * @param rule the rule that does not decide
 * @param by the rule that does, on what meets its conditions and those of the other
 * @param wholly whether that is all that the overruled rule matches
 */
public record Overruled(
    Family family, String table, String hook, Placed rule, Placed by, boolean wholly) {

  /** For how many rules that overrule one partly there are results. */
  public static final int MAX_PARTLY = 32;

  /**
   * Checks that all components are given.
   *
   * @param family the family of both
   * @param table the table that both are in
   * @param hook the base chain from which both are reached
   * @param rule the rule that does not decide
   * @param by the rule that does
   * @param wholly whether that is all that the overruled rule matches
   */
  public Overruled {
    requireNonNull(family, "family");
    requireNonNull(table, "table");
    requireNonNull(hook, "hook");
    requireNonNull(rule, "rule");
    requireNonNull(by, "by");
  }
}
