package io.nwfilter.netfilter.host;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;

/**
 * A base chain whose policy is to drop, which no longer decides on some packets, as libvirt's rules
 * accept them. libvirt itself sets no policies: they are always the host's.
 *
 * @param family the family
 * @param table the table that the chain is in
 * @param chain the base chain
 * @param by the rules that accept, in the order in which a packet meets them; at most {@value
 *     Overruled#MAX_PARTLY}, and at least one
 */
public record OverruledPolicy(Family family, String table, String chain, List<Placed> by) {

  /**
   * Checks that all components are given.
   *
   * @param family the family
   * @param table the table that the chain is in
   * @param chain the base chain
   * @param by the rules that accept
   */
  public OverruledPolicy {
    requireNonNull(family, "family");
    requireNonNull(table, "table");
    requireNonNull(chain, "chain");
    by = ImmutableList.copyOf(requireNonNull(by, "by"));
  }
}
