package io.nwfilter.testkit.generate;

import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftTable;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Tables of nftables whose rules ask for all fields that nft can ask for, as {@code nft list}
 * prints them: what such a table is loaded as, is listed as the same table.
 *
 * <pre>{@code
 * @Provide
 * Arbitrary<NftTable> tables() {
 *   return NftArbitraries.tables(NftFamily.BRIDGE);
 * }
 * }</pre>
 */
public final class NftArbitraries {

  private NftArbitraries() {}

  /**
   * {@return tables of a family}
   *
   * @param family the family
   */
  public static Arbitrary<NftTable> tables(NftFamily family) {
    return Arbitraries.randomValue(random -> new NftTableGenerator(family, random).table());
  }

  /** {@return tables of all families} */
  public static Arbitrary<NftTable> tables() {
    return Arbitraries.of(NftFamily.class).flatMap(NftArbitraries::tables);
  }
}
