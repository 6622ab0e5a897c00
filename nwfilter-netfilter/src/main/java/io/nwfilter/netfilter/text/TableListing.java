package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Table;

/** Prints tables in the form of one tool. It holds the output; tables are printed one by one. */
abstract class TableListing {

  final StringBuilder out = new StringBuilder(1 << 12);
  final ListingOptions options;

  TableListing(ListingOptions options) {
    this.options = options;
  }

  /** Prints what comes before the chains of a table. */
  abstract void begin(Table table);

  /** Prints what comes before the rules of a chain. */
  abstract void begin(Chain chain);

  /**
   * Prints a rule and the end of its line.
   *
   * @param number its number in the chain, from 1
   * @throws InexpressibleException if the tool has no option for what it asks
   */
  abstract void rule(int number, ChainRule rule);
}
