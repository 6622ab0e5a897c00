package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.SaveText;
import java.util.Optional;

/**
 * Where a chain is among the rules of a host.
 *
 * @param family which packets it has seen; a chain of the family inet may see IPv4 or IPv6
 * @param nft the family of its table, if that is one of nftables
 * @param table the name of its table
 * @param chain its name
 */
public record ChainPlace(Family family, Optional<NftFamily> nft, String table, String chain) {

  /**
   * Checks that all components are given.
   *
   * @param family which packets it has seen
   * @param nft the family of its table, if that is one of nftables
   * @param table the name of its table
   * @param chain its name
   */
  public ChainPlace {
    requireNonNull(family, "family");
    requireNonNull(nft, "nft");
    requireNonNull(table, "table");
    requireNonNull(chain, "chain");
  }

  /**
   * {@return the place of a chain of iptables, ip6tables or ebtables}
   *
   * @param family its family
   * @param table the name of its table
   * @param chain its name
   */
  public static ChainPlace of(Family family, String table, String chain) {
    return new ChainPlace(family, Optional.empty(), table, chain);
  }

  /** {@return the tool that made the chain, such as {@code iptables} or {@code nft}} */
  public String tool() {
    return nft.isPresent() ? "nft" : family.tool();
  }

  /** {@return the table as its tool names it: that of nftables with its family} */
  public String tableName() {
    return nft.map(of -> of.word() + " " + table).orElse(table);
  }

  /**
   * {@return a rule of the chain as its tool lists it}
   *
   * @param rule the rule
   * @throws io.nwfilter.netfilter.text.InexpressibleException if the tool has no words for it
   */
  public String line(ChainRule rule) {
    return nft.map(of -> NftScript.line(of, rule))
        .orElseGet(() -> SaveText.line(family, chain, rule));
  }

  /** {@return the place as a part of a sentence} */
  public String inWords() {
    return tool() + ", table " + tableName() + ", chain " + chain;
  }

  /** {@return tool, table and chain} */
  @Override
  public String toString() {
    return tool() + " " + tableName() + " " + chain;
  }
}
