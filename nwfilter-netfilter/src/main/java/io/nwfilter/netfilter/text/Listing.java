package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.io.IOException;

/**
 * Rulesets in a form for people: in the columns of {@code iptables -L -n -v} and {@code ip6tables
 * -L -n -v}, or as {@code ebtables -L} prints them (all of version 1.8.9).
 *
 * <ul>
 *   <li>Each table of iptables and ip6tables begins with the line {@code # Table: NAME}, each table
 *       of ebtables with the line {@code Bridge table: NAME} that the tool itself prints. There is
 *       an empty line between tables.
 *   <li>Counters that are not known are printed as 0.
 *   <li>Matches that have no column are printed in the order in which the rule has them.
 *   <li>Extensions and targets that are not known are printed as they are in the rule, word for
 *       word: {@code -m NAME} and its options, or the options of the target.
 *   <li>Chains of ebtables are printed with the policy that they have. {@code ebtables -L} prints
 *       RETURN for each chain that is not a base chain, whatever its policy is.
 *   <li>Counters of 2<sup>64</sup>-500 and more are rounded like others; iptables prints {@code 0K}
 *       for them.
 * </ul>
 *
 * <pre>{@code
 * Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
 *  pkts bytes target     prot opt in     out     source               destination
 *     0     0 ACCEPT     17   --  virbr0 *       0.0.0.0/0            0.0.0.0/0            udp dpt:53
 * }</pre>
 *
 * <p>A listing leaves out some things that a rule says, such as the name of a hash limit. To load
 * rules again, use {@link SaveText}.
 */
public final class Listing {

  private Listing() {}

  /**
   * Returns a listing without line numbers, in which large counters are rounded.
   *
   * @param ruleset the ruleset
   * @return the listing; empty if there are no tables
   * @throws InexpressibleException if the tool has no option for what a rule asks
   */
  public static String text(Ruleset ruleset) {
    return text(ruleset, ListingOptions.DEFAULT);
  }

  /**
   * Returns a listing.
   *
   * @param ruleset the ruleset
   * @param options what it shows
   * @return the listing; empty if there are no tables
   * @throws InexpressibleException if the tool has no option for what a rule asks
   */
  public static String text(Ruleset ruleset, ListingOptions options) {
    StringBuilder text = new StringBuilder();
    try {
      write(ruleset, options, text);
    } catch (IOException e) {
      throw new AssertionError("a string takes any text", e);
    }
    return text.toString();
  }

  /**
   * Writes the listing that {@link #text(Ruleset)} returns piece by piece.
   *
   * @param ruleset the ruleset
   * @param out where to
   * @throws IOException if that fails
   * @throws InexpressibleException if the tool has no option for what a rule asks; a part of the
   *     listing may be written by then
   */
  public static void write(Ruleset ruleset, Appendable out) throws IOException {
    write(ruleset, ListingOptions.DEFAULT, out);
  }

  /**
   * Writes a listing piece by piece, so that it is nowhere kept as a whole.
   *
   * @param ruleset the ruleset
   * @param options what it shows
   * @param out where to
   * @throws IOException if that fails
   * @throws InexpressibleException if the tool has no option for what a rule asks; a part of the
   *     listing may be written by then
   */
  public static void write(Ruleset ruleset, ListingOptions options, Appendable out)
      throws IOException {
    TableListing listing =
        switch (ruleset.family()) {
          case IPV4, IPV6 -> new PacketListing(ruleset.family(), options);
          case BRIDGE -> new FrameListing(options);
        };
    String emptyLine = "";
    for (Table table : ruleset.tables().values()) {
      listing.out.append(emptyLine);
      listing.begin(table);
      write(table, listing, out);
      emptyLine = "\n";
    }
  }

  private static void write(Table table, TableListing listing, Appendable out) throws IOException {
    String emptyLine = "";
    for (Chain chain : table.chains().values()) {
      listing.out.append(emptyLine);
      listing.begin(chain);
      int number = 0;
      for (ChainRule rule : chain.rules()) {
        listing.rule(++number, rule);
        handOn(listing, out, 1 << 15);
      }
      emptyLine = "\n";
    }
    handOn(listing, out, 1);
  }

  private static void handOn(TableListing listing, Appendable out, int atLeast) throws IOException {
    if (listing.out.length() >= atLeast) {
      out.append(listing.out);
      listing.out.setLength(0);
    }
  }
}
