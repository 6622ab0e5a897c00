package io.nwfilter.netfilter.analyze;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.ChainPlace;

/**
 * Where a rule is among the rules of a host.
 *
 * @param place where its chain is
 * @param number its number in the chain, from 1
 */
public record RulePlace(ChainPlace place, int number) {

  /**
   * Checks that both are given.
   *
   * @param place where its chain is
   * @param number its number in the chain
   */
  public RulePlace {
    requireNonNull(place, "place");
  }

  /**
   * Makes the place of a rule of iptables, ip6tables or ebtables.
   *
   * @param family the family of the rule
   * @param table its table
   * @param chain its chain
   * @param number its number in the chain, from 1
   */
  public RulePlace(Family family, String table, String chain, int number) {
    this(ChainPlace.of(family, table, chain), number);
  }

  /** {@return the family of the packets that the rule sees} */
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

  /** {@return the place as a part of a sentence} */
  @Override
  public String toString() {
    return place.inWords() + ", rule " + number;
  }
}
