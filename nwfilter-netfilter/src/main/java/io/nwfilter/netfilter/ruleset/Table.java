package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;

/**
 * A table of netfilter.
 *
 * @param name its name, such as {@code filter}
 * @param chains its chains, no two of one name
 */
public record Table(String name, ImmutableList<Chain> chains) {

  /**
   * Checks the name.
   *
   * @param name its name, lower-case letters
   * @param chains its chains
   */
  public Table {
    if (name.isEmpty() || !name.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a table");
    }
  }

  /** The table of the IP layer's rules. */
  public static final String FILTER = "filter";

  /** The table of the Ethernet layer's rules. */
  public static final String NAT = "nat";
}
