package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import io.nwfilter.netfilter.change.ChainDifference;
import io.nwfilter.netfilter.change.ChainDifference.Side;
import io.nwfilter.netfilter.change.RulesetDifference;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.upgrade.RuleChange.Presence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts the rules that an upgrade changes. */
final class RuleChanges {

  private static final String NFT = "nft";

  private RuleChanges() {}

  static List<RuleChange> between(
      List<Ruleset> before, NftRuleset tablesBefore, List<Ruleset> after, NftRuleset tablesAfter) {
    ImmutableList.Builder<RuleChange> changes = ImmutableList.builder();
    for (int i = 0; i < before.size(); i++) {
      RulesetDifference difference = RulesetDifference.between(before.get(i), after.get(i));
      String tool = difference.family().tool();
      difference.chains().forEach(chain -> changes.add(of(tool, chain)));
    }
    addTables(changes, tablesBefore, tablesAfter);
    return changes.build();
  }

  private static RuleChange of(String tool, ChainDifference chain) {
    return new RuleChange(
        tool,
        chain.table(),
        chain.chain(),
        count(chain, Side.BEFORE),
        count(chain, Side.AFTER),
        presence(chain.before().isPresent(), chain.after().isPresent()));
  }

  private static int count(ChainDifference chain, Side side) {
    return (int) chain.rules().stream().filter(rule -> rule.side() == side).count();
  }

  private static Presence presence(boolean before, boolean after) {
    if (before && after) {
      return Presence.STAYS;
    }
    return after ? Presence.APPEARS : Presence.DISAPPEARS;
  }

  private static void addTables(
      ImmutableList.Builder<RuleChange> changes, NftRuleset before, NftRuleset after) {
    Set<String> known = new LinkedHashSet<>();
    before.tables().forEach(table -> add(changes, Optional.of(table), find(after, table), known));
    after.tables().forEach(table -> add(changes, find(before, table), Optional.of(table), known));
  }

  private static Optional<NftTable> find(NftRuleset ruleset, NftTable table) {
    return ruleset.table(table.family(), table.name().name());
  }

  private static void add(
      ImmutableList.Builder<RuleChange> changes,
      Optional<NftTable> before,
      Optional<NftTable> after,
      Set<String> known) {
    NftTable some = before.or(() -> after).orElseThrow();
    String name = some.family().word() + " " + some.name();
    if (!known.add(name)) {
      return;
    }
    Set<String> chains = new LinkedHashSet<>();
    before.ifPresent(table -> chains.addAll(table.chains().keySet()));
    after.ifPresent(table -> chains.addAll(table.chains().keySet()));
    for (String chain : chains) {
      Optional<Chain> was = before.flatMap(table -> table.chain(chain));
      Optional<Chain> is = after.flatMap(table -> table.chain(chain));
      if (!was.equals(is)) {
        Multiset<ChainRule> old = rules(was);
        Multiset<ChainRule> now = rules(is);
        changes.add(
            new RuleChange(
                NFT,
                name,
                chain,
                Multisets.difference(old, now).size(),
                Multisets.difference(now, old).size(),
                presence(was.isPresent(), is.isPresent())));
      }
    }
  }

  private static Multiset<ChainRule> rules(Optional<Chain> chain) {
    return chain
        .<Multiset<ChainRule>>map(one -> HashMultiset.create(one.rules()))
        .orElseGet(HashMultiset::create);
  }
}
