package io.nwfilter.testkit.kernel;

import com.google.common.collect.ComparisonChain;

/**
 * Where a chain is. Addresses are ordered by family, table and name.
 *
 * @param family the family of the chain's table
 * @param table the table's name, such as {@code filter} or {@code nat}
 * @param chain the chain's name
 */
public record ChainAddress(TableFamily family, String table, String chain)
    implements Comparable<ChainAddress> {
  @Override
  public int compareTo(ChainAddress other) {
    return ComparisonChain.start()
        .compare(family, other.family)
        .compare(table, other.table)
        .compare(chain, other.chain)
        .result();
  }

  boolean isBuiltIn() {
    return family.isBuiltIn(table, chain);
  }

  /** {@return the address in one line, such as {@code ebtables nat libvirt-I-vnet0}} */
  @Override
  public String toString() {
    return family.command() + ' ' + table + ' ' + chain;
  }
}
