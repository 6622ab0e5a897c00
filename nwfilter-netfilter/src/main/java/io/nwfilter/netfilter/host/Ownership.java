package io.nwfilter.netfilter.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.List;
import java.util.function.BiPredicate;

/** Which rules of a host are libvirt's. */
final class Ownership {

  private final Running running;

  private Ownership(Running running) {
    this.running = running;
  }

  static Ownership of(Running running) {
    return new Ownership(running);
  }

  /**
   * What libvirt has of a family.
   *
   * @param chains the chains that it makes
   * @param rules the rules of networks in base chains
   */
  record OfFamily(ImmutableSet<String> chains, ImmutableSet<ChainRule> rules) {

    /** {@return whether a rule of a chain is libvirt's} */
    boolean isOfLibvirt(String chain, ChainRule rule) {
      return chains.contains(chain)
          || rule.entered().map(chains::contains).orElse(false)
          || rules.contains(rule);
    }

    /** {@return a ruleset without all that is libvirt's} */
    Ruleset removedFrom(Ruleset ruleset) {
      ImmutableMap.Builder<String, Table> tables = ImmutableMap.builder();
      for (Table table : ruleset.tables().values()) {
        ImmutableMap.Builder<String, Chain> left = ImmutableMap.builder();
        for (Chain chain : table.chains().values()) {
          if (!chains.contains(chain.name())) {
            left.put(
                chain.name(),
                chain.withRules(
                    chain.rules().stream()
                        .filter(rule -> !isOfLibvirt(chain.name(), rule))
                        .collect(ImmutableList.toImmutableList())));
          }
        }
        tables.put(table.name(), new Table(table.name(), left.buildOrThrow()));
      }
      return new Ruleset(ruleset.family(), tables.buildOrThrow());
    }
  }

  /** {@return tables of nftables without those that libvirt makes} */
  static NftRuleset removedFrom(NftRuleset ruleset) {
    ImmutableSet<NftName> ofLibvirt = Layout.networkTables();
    return new NftRuleset(
        ruleset.tables().stream()
            .filter(table -> !ofLibvirt.contains(table.name()))
            .filter(table -> !Layout.filterTables().contains(table.name()))
            .collect(ImmutableList.toImmutableList()),
        ruleset.others());
  }

  /** {@return whether a rule of a chain is libvirt's} */
  BiPredicate<String, ChainRule> of(Family family) {
    return ofFamily(family)::isOfLibvirt;
  }

  /** {@return what libvirt has of a family} */
  OfFamily ofFamily(Family family) {
    ImmutableSet.Builder<String> chains = ImmutableSet.builder();
    chains.addAll(Layout.sharedChains());
    chains.addAll(Layout.networkChains());
    ImmutableSet.Builder<ChainRule> rules = ImmutableSet.builder();
    for (CompiledNetwork network : running.networks().values()) {
      for (Edit edit : network.start(family).edits()) {
        if (edit instanceof Edit.Insert insert) {
          note(family, insert.table(), insert.chain(), insert.rules(), chains, rules);
        }
      }
    }
    for (CompiledInterface compiled : running.interfaces().values()) {
      chains.addAll(compiled.change(family).madeChains());
    }
    return new OfFamily(chains.build(), rules.build());
  }

  private static void note(
      Family family,
      String table,
      String chain,
      List<ChainRule> own,
      ImmutableSet.Builder<String> chains,
      ImmutableSet.Builder<ChainRule> rules) {
    if (BaseChains.find(family, table, chain).isPresent()) {
      rules.addAll(own);
    } else {
      chains.add(chain);
    }
  }
}
