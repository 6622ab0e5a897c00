package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;

/**
 * A table of netfilter.
 *
 * @param name its name, such as {@code filter}
 * @param chains its chains, no two of one name
 */
public record Table(String name, ImmutableList<Chain> chains) {

  /** The table of the IP layer's rules. */
  public static final String FILTER = "filter";

  /** The table of the Ethernet layer's rules. */
  public static final String NAT = "nat";
}
