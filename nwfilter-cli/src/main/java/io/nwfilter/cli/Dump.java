package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.ruleset.Ruleset;

/**
 * The rules of a dump.
 *
 * <ul>
 *   <li>{@link OfTool}: of iptables, ip6tables or ebtables
 *   <li>{@link OfNft}: of nftables
 *   <li>{@link Empty}: nothing, of any tool
 * </ul>
 */
sealed interface Dump {

  /** The name that means standard input. */
  String STANDARD_INPUT = "-";

  /** {@return the file as the user gave it} */
  String name();

  /** {@return the name on one line} */
  default String printableName() {
    return Diagnostic.printable(name());
  }

  /**
   * What a {@code -save} tool has printed.
   *
   * @param name the file as the user gave it
   * @param ruleset the rules
   */
  record OfTool(String name, Ruleset ruleset) implements Dump {}

  /**
   * What {@code nft list ruleset} has printed.
   *
   * @param name the file as the user gave it
   * @param ruleset the tables
   */
  record OfNft(String name, NftRuleset ruleset) implements Dump {}

  /**
   * What each of the tools prints where no rule was ever loaded.
   *
   * @param name the file as the user gave it
   */
  record Empty(String name) implements Dump {}
}
