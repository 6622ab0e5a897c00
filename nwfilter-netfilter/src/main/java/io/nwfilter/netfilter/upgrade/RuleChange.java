package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

/**
 * How many rules of a chain an upgrade changes.
 *
 * @param tool the tool of the rules: {@code iptables}, {@code nft} and so on
 * @param table the table
 * @param chain the chain
 * @param removed how many rules are no longer there
 * @param added how many rules are there that were not before
 * @param presence whether the chain itself comes or goes
 */
public record RuleChange(
    String tool, String table, String chain, int removed, int added, Presence presence) {

  /** Whether a chain is there. */
  public enum Presence {
    /** Before and after. */
    STAYS,
    /** It is made. */
    APPEARS,
    /** It is no longer there. */
    DISAPPEARS
  }

  /**
   * Checks that all components are given.
   *
   * @param tool the tool of the rules
   * @param table the table
   * @param chain the chain
   * @param removed how many rules are no longer there
   * @param added how many rules are there that were not before
   * @param presence whether the chain itself comes or goes
   */
  public RuleChange {
    requireNonNull(tool, "tool");
    requireNonNull(table, "table");
    requireNonNull(chain, "chain");
    requireNonNull(presence, "presence");
  }

  /** {@return whether it is about rules, not only about a chain without any} */
  public boolean hasRules() {
    return removed > 0 || added > 0;
  }
}
