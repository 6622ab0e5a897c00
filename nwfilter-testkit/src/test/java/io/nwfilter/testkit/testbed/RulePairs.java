package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Rules, and the same with one of them changed. */
final class RulePairs {

  private RulePairs() {}

  /**
   * Rules before and after a change.
   *
   * @param name what was changed
   * @param before the rules before
   * @param after the rules after
   */
  record Pair(String name, RuleCase before, RuleCase after) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** A rule that can be changed. */
  private record Site(Family family, String table, Chain chain, int index) {

    ChainRule rule() {
      return chain.rules().get(index);
    }

    @Override
    public String toString() {
      return family.tool() + " " + table + " " + chain.name() + " rule " + (index + 1);
    }
  }

  /**
   * {@return pairs of which one rule is missing in the second, or decides the opposite}
   *
   * @param rules the rules before
   * @param count how many pairs are made of them, at most
   * @param random decides which rule it is
   */
  static ImmutableList<Pair> of(RuleCase rules, int count, Random random) {
    List<Site> sites = sites(rules);
    ImmutableList.Builder<Pair> pairs = ImmutableList.builder();
    for (int i = 0; i < count && !sites.isEmpty(); i++) {
      Site site = sites.get(random.nextInt(sites.size()));
      Optional<Target> opposite =
          random.nextBoolean() ? Optional.empty() : opposite(site.rule().target());
      String what = opposite.map(target -> site + " decides " + target).orElse("without " + site);
      pairs.add(
          new Pair(
              rules.name() + ": " + what,
              rules,
              new RuleCase(rules.name() + ", changed", changed(rules, site, opposite))));
    }
    return pairs.build();
  }

  private static List<Site> sites(RuleCase rules) {
    ImmutableList.Builder<Site> sites = ImmutableList.builder();
    rules
        .rulesets()
        .forEach(
            (family, ruleset) -> {
              for (Table table : ruleset.tables().values()) {
                for (Chain chain : table.chains().values()) {
                  for (int i = 0; i < chain.rules().size(); i++) {
                    sites.add(new Site(family, table.name(), chain, i));
                  }
                }
              }
            });
    return sites.build();
  }

  private static Optional<Target> opposite(Target target) {
    if (target == Target.Verdict.ACCEPT) {
      return Optional.of(Target.Verdict.DROP);
    }
    return target == Target.Verdict.DROP ? Optional.of(Target.Verdict.ACCEPT) : Optional.empty();
  }

  private static Map<Family, Ruleset> changed(RuleCase rules, Site site, Optional<Target> target) {
    ImmutableList.Builder<Edit> edits = ImmutableList.builder();
    String chain = site.chain().name();
    edits.add(new Edit.Delete(site.table(), chain, site.index() + 1, 1));
    target.ifPresent(
        other ->
            edits.add(
                new Edit.Insert(
                    site.table(),
                    chain,
                    site.index() + 1,
                    ImmutableList.of(new ChainRule(site.rule().matches(), other, Origin.NONE)))));
    Map<Family, Ruleset> changed = new LinkedHashMap<>(rules.rulesets());
    changed.computeIfPresent(
        site.family(), (family, ruleset) -> ruleset.after(new Change(family, edits.build())));
    return ImmutableMap.copyOf(changed);
  }
}
