package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.ListedTables;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The dumps of one host: of each tool once, and of nftables.
 *
 * @param rulesets the rules of iptables, ip6tables and ebtables, in order
 * @param nft the tables of nftables, each rule of other tools counted once
 */
record HostDumps(ImmutableList<Ruleset> rulesets, NftRuleset nft) {

  /**
   * {@return the rules of dumps; bad usage if there are two of one tool}
   *
   * @param spec the command
   * @param option what gives the dumps, for messages
   * @param dumps the dumps
   * @param findings takes what is to be said about tables that are left out
   */
  static HostDumps of(CommandSpec spec, String option, List<Dump> dumps, Findings findings) {
    Map<Family, Dump> ofTools = new EnumMap<>(Family.class);
    for (Dump dump : dumps) {
      if (dump instanceof Dump.OfTool one) {
        Dump before = ofTools.put(one.ruleset().family(), one);
        if (before != null) {
          throw twice(spec, option, before, one, one.ruleset().family().tool());
        }
      }
    }
    ImmutableList<Ruleset> rulesets =
        dumps.stream()
            .filter(Dump.OfTool.class::isInstance)
            .map(dump -> ((Dump.OfTool) dump).ruleset())
            .collect(ImmutableList.toImmutableList());
    List<Dump.OfNft> listings =
        dumps.stream().filter(Dump.OfNft.class::isInstance).map(Dump.OfNft.class::cast).toList();
    if (listings.size() > 1) {
      throw twice(spec, option, listings.get(0), listings.get(1), "nftables");
    }
    NftRuleset nft =
        listings.isEmpty() ? NftRuleset.EMPTY : once(listings.get(0), rulesets, findings);
    HostDumps all = new HostDumps(rulesets, nft);
    for (Diagnostic said : HostRules.NONE.with(nft).diagnostics()) {
      findings.add(
          new Diagnostic(said.code(), said.message(), SourceLocation.of(listings.get(0).name())));
    }
    return all;
  }

  private static ParameterException twice(
      CommandSpec spec, String option, Dump first, Dump second, String tool) {
    return Usage.bad(
        spec,
        "%s: %s and %s are both of %s"
            .formatted(option, first.printableName(), second.printableName(), tool));
  }

  /** {@return the tables of a listing without those of tools that have dumps of their own} */
  private static NftRuleset once(Dump.OfNft listing, List<Ruleset> rulesets, Findings findings) {
    Set<Family> known = rulesets.stream().map(Ruleset::family).collect(Collectors.toSet());
    ListedTables tables = ListedTables.of(listing.ruleset());
    ImmutableList.Builder<NftTable> kept = ImmutableList.builder();
    for (NftTable table : listing.ruleset().tables()) {
      if (!tables.ofTools().contains(table)) {
        kept.add(table);
        continue;
      }
      Family family = ListedTables.tool(table).orElseThrow();
      boolean twice = known.contains(family);
      findings.add(
          new Diagnostic(
              twice ? HostCode.TABLE_LISTED_TWICE : HostCode.TABLE_OF_OTHER_TOOL,
              "'"
                  + table
                  + "' is "
                  + family.tool()
                  + "'s"
                  + (twice
                      ? ", and is taken from its own dump"
                      : ": give what " + family.tool() + "-save prints, too"),
              SourceLocation.of(listing.name())));
      if (!twice) {
        kept.add(table);
      }
    }
    return new NftRuleset(kept.build(), listing.ruleset().others());
  }

  /** {@return whether there are no dumps} */
  boolean isEmpty() {
    return rulesets.isEmpty() && nft.equals(NftRuleset.EMPTY);
  }

  /** {@return a host with these rules; bad usage if two are of one family} */
  Host host(CommandSpec spec, String option) {
    return Usage.legal(spec, option, rulesets, Host::of).with(nft);
  }

  /** {@return all rules; if two are of one family, those of the first} */
  HostRules rules() {
    return HostRules.of(
            Stream.of(Family.values())
                .flatMap(family -> rulesets.stream().filter(one -> one.family() == family).limit(1))
                .toList())
        .with(nft);
  }
}
