package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.ChainPlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The host's own rules in chains and tables of libvirt's networks.
 *
 * <p>libvirt 11.3.0 and 12.8.0, with either backend, delete only what they have written: such a
 * rule stays if a network or the daemon restarts, but below the rules that libvirt inserts again.
 * After a restart of the host, it is there if something puts it there, such as a hook of libvirt's:
 * so the hosts that are compared have it where the dump has it.
 *
 * @param dumped the host as its dumps have it
 * @param rules the rules
 */
record KeptRules(Host dumped, ImmutableList<KeptRule> rules) {

  private static final String FORWARD = "FORWARD";

  /** {@return whether a rule of a dumped chain is one of these} */
  private boolean contains(ChainPlace place, ChainRule rule) {
    return rules.stream().anyMatch(one -> one.place().equals(place) && one.rule().equals(rule));
  }

  /** {@return one of these that decides} */
  Optional<KeptRule> find(ChainPlace place, ChainRule rule) {
    return rules.stream()
        .filter(one -> one.place().equals(place) && one.rule().equals(rule))
        .findFirst();
  }

  /** {@return these, with what becomes of them on a host with the new release} */
  ImmutableList<KeptRule> on(Side after) {
    return rules.stream()
        .map(
            rule ->
                rule.fate() == KeptRule.Fate.MADE_ANEW || hasChain(after.host(), rule.place())
                    ? rule
                    : rule.with(KeptRule.Fate.NO_CHAIN))
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean hasChain(Host host, ChainPlace place) {
    return place.nft().isPresent()
        ? host.nftables().table(place.nft().get(), place.table()).isPresent()
        : host.ruleset(place.family()).findChain(place.table(), place.chain()).isPresent();
  }

  /** {@return a host with these where the dump has them, as far as libvirt has made the chains} */
  Host in(Host host) {
    if (rules.isEmpty()) {
      return host;
    }
    ImmutableList.Builder<Ruleset> rulesets = ImmutableList.builder();
    for (Family family : Family.values()) {
      rulesets.add(in(host.ruleset(family)));
    }
    return Host.of(rulesets.build()).with(in(host.nftables()));
  }

  /**
   * {@return a host with those that are compared in the base chain {@code FORWARD} of iptables, as
   * if libvirt had no chains: it is for finding what they ask for, not for what they decide}
   */
  Host inBaseChains(Host host) {
    ImmutableList.Builder<Ruleset> rulesets = ImmutableList.builder();
    for (Family family : Family.values()) {
      List<ChainRule> some =
          rules.stream()
              .filter(one -> one.fate() == KeptRule.Fate.COMPARED)
              .filter(one -> one.place().family() == family && one.rule().entered().isEmpty())
              .map(KeptRule::rule)
              .toList();
      Change more =
          new Change(family, ImmutableList.of(new Edit.Insert(Table.FILTER, FORWARD, 1, some)));
      rulesets.add(some.isEmpty() ? host.ruleset(family) : host.ruleset(family).after(more));
    }
    return Host.of(rulesets.build()).with(host.nftables());
  }

  private Ruleset in(Ruleset ruleset) {
    ImmutableMap.Builder<String, Table> tables = ImmutableMap.builder();
    Ruleset dump = dumped.ruleset(ruleset.family());
    for (Table table : ruleset.tables().values()) {
      ImmutableMap.Builder<String, Chain> chains = ImmutableMap.builder();
      for (Chain chain : table.chains().values()) {
        ChainPlace place = ChainPlace.of(ruleset.family(), table.name(), chain.name());
        chains.put(
            chain.name(),
            dump.findChain(table.name(), chain.name())
                .map(like -> chain.withRules(merged(place, chain.rules(), like.rules())))
                .orElse(chain));
      }
      tables.put(table.name(), new Table(table.name(), chains.buildOrThrow()));
    }
    return new Ruleset(ruleset.family(), tables.buildOrThrow());
  }

  private NftRuleset in(NftRuleset tables) {
    return new NftRuleset(
        tables.tables().stream()
            .map(
                table ->
                    dumped
                        .nftables()
                        .table(table.family(), table.name().name())
                        .filter(like -> Layout.networkTables().contains(like.name()))
                        .map(like -> in(table, like))
                        .orElse(table))
            .collect(ImmutableList.toImmutableList()),
        tables.others());
  }

  private NftTable in(NftTable table, NftTable dump) {
    Map<String, NftChain> chains = new LinkedHashMap<>(dump.chains());
    for (NftChain chain : table.chains().values()) {
      ChainPlace place = LibvirtRules.place(table, chain.name());
      chains.put(
          chain.name(),
          dump.chain(chain.name())
              .map(like -> chain.withRules(merged(place, chain.chain().rules(), like.rules())))
              .orElse(chain));
    }
    return new NftTable(
        table.family(),
        table.name(),
        table.comment(),
        table.flags(),
        chains,
        dump.sets(),
        dump.maps(),
        dump.others());
  }

  /** {@return rules of libvirt's with these before the rule that follows them in the dump} */
  private List<ChainRule> merged(ChainPlace place, List<ChainRule> libvirt, List<ChainRule> dump) {
    List<ChainRule> merged = new ArrayList<>(libvirt);
    int at = merged.size();
    for (ChainRule rule : ImmutableList.copyOf(dump).reverse()) {
      int same = libvirt.indexOf(rule);
      if (contains(place, rule)) {
        merged.add(at, rule);
      } else if (same >= 0 && same < at) {
        at = same;
      }
    }
    return merged;
  }
}
