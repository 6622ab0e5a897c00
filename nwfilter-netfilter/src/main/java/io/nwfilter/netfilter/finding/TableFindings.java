package io.nwfilter.netfilter.finding;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.analyze.RedundantRules;
import io.nwfilter.netfilter.analyze.RulePlace;
import io.nwfilter.netfilter.analyze.RulesetAnalysis;
import io.nwfilter.netfilter.analyze.UnmetRule;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Finds rules of a table of nftables that do nothing: no packet meets them, or other rules of the
 * table decide the same. A rule of the family inet does nothing if that is so for IPv4 and IPv6.
 */
final class TableFindings {

  private final NftTable table;
  private final AnalysisBudget budget;
  private final ListMultimap<Place, UnmetRule> unmet = ArrayListMultimap.create();
  private final ListMultimap<Place, RedundantRules> redundant = ArrayListMultimap.create();
  private final List<Diagnostic> found = new ArrayList<>();

  /** Where a rule is in the table. */
  private record Place(String chain, int number) {}

  TableFindings(NftTable table, AnalysisBudget budget) {
    this.table = table;
    this.budget = budget;
  }

  ImmutableList<Diagnostic> findings() {
    boolean complete = true;
    for (Family family : table.family().families()) {
      RulesetAnalysis analysis = RulesetAnalysis.of(RuleTable.of(family, table), budget);
      complete &= analysis.isComplete();
      analysis.unmetRules().forEach(one -> unmet.put(new Place(one.chain(), one.number()), one));
      analysis.redundantRules().forEach(this::note);
    }
    if (!complete) {
      return ImmutableList.of(incomplete());
    }
    table.chains().values().forEach(chain -> judge(chain.chain()));
    return ImmutableList.copyOf(found);
  }

  private void note(RedundantRules some) {
    for (int i = 0; i < some.rules().size(); i++) {
      redundant.put(new Place(some.first().chain(), some.first().number() + i), some);
    }
  }

  private Diagnostic incomplete() {
    return new Diagnostic(
        FindingCode.ANALYSIS_INCOMPLETE,
        "not all rules of " + table + " could be looked at together: " + budget.excess(),
        table.chains().values().stream()
            .flatMap(chain -> chain.chain().rules().stream())
            .map(rule -> rule.origin().location())
            .findFirst()
            .orElse(SourceLocation.NONE));
  }

  private void judge(Chain chain) {
    int families = table.family().families().size();
    for (int i = 0; i < chain.rules().size(); i++) {
      Place place = new Place(chain.name(), i + 1);
      ChainRule rule = chain.rules().get(i);
      List<UnmetRule> dead = unmet.get(place);
      if (dead.size() == families) {
        if (isOf(dead, UnmetRule.Reason.CHAIN_NOT_ENTERED)) {
          reportChain(chain, rule, dead);
          return;
        }
        reportUnmet(rule, dead);
      } else if (dead.size() + redundant.get(place).size() == families && !doesMore(rule)) {
        reportRedundant(rule, redundant.get(place));
      }
    }
  }

  private static boolean isOf(List<UnmetRule> dead, UnmetRule.Reason reason) {
    return dead.stream().allMatch(one -> one.reason() == reason);
  }

  /** {@return whether a rule does something besides deciding: counts, logs or what is not known} */
  private static boolean doesMore(ChainRule rule) {
    return rule.matches().stream()
        .anyMatch(
            match ->
                match instanceof CounterMatch
                    || match instanceof LogMatch
                    || match instanceof StatementMatch);
  }

  private static Set<RulePlace> deciders(List<UnmetRule> dead) {
    Set<RulePlace> deciders = new LinkedHashSet<>();
    dead.forEach(one -> deciders.addAll(one.deciders()));
    return deciders;
  }

  private void reportChain(Chain chain, ChainRule first, List<UnmetRule> dead) {
    Set<RulePlace> deciders = deciders(dead);
    report(
        FindingCode.UNREACHED_CHAIN,
        first,
        "no packet gets to chain '"
            + chain.name()
            + "' of "
            + table
            + (deciders.isEmpty() ? "" : ": " + taking(deciders)));
  }

  private void reportUnmet(ChainRule rule, List<UnmetRule> dead) {
    Set<RulePlace> deciders = deciders(dead);
    boolean alike =
        deciders.stream().allMatch(by -> rule(by).target().equals(rule.target()))
            && deciders.stream().map(RulePlace::chain).distinct().count() == 1
            && deciders.iterator().next().chain().equals(dead.get(0).chain());
    if (StateNames.areWhy(dead)) {
      report(FindingCode.IMPOSSIBLE_STATE, rule, StateNames.of(dead));
    } else if (deciders.isEmpty()) {
      report(
          FindingCode.IMPOSSIBLE_RULE,
          rule,
          "no packet can meet this rule: what it asks for excludes "
              + (isOf(dead, UnmetRule.Reason.CONTRADICTION)
                  ? "each other"
                  : "what gets to its chain"));
    } else if (alike) {
      report(
          FindingCode.REDUNDANT_RULE,
          rule,
          "this rule changes nothing: "
              + names(deciders)
              + verb(deciders, " decides", " decide")
              + " the same about all of its packets before");
    } else {
      report(FindingCode.SHADOWED_RULE, rule, "no packet meets this rule: " + taking(deciders));
    }
  }

  private void reportRedundant(ChainRule rule, List<RedundantRules> some) {
    Set<RulePlace> deciders = new LinkedHashSet<>();
    some.forEach(one -> deciders.addAll(one.deciders()));
    report(
        FindingCode.REDUNDANT_RULE,
        rule,
        "this rule changes nothing: without it, "
            + names(deciders)
            + " would decide the same about all of its packets");
  }

  private ChainRule rule(RulePlace place) {
    return Objects.requireNonNull(table.chains().get(place.chain()))
        .chain()
        .rules()
        .get(place.number() - 1);
  }

  private String taking(Set<RulePlace> deciders) {
    return names(deciders) + verb(deciders, " takes", " take") + " all of its packets before";
  }

  private String names(Set<RulePlace> places) {
    return RuleNames.of(places, this::rule);
  }

  private String verb(Set<RulePlace> places, String one, String many) {
    return RuleNames.verb(places, this::rule, one, many);
  }

  private void report(FindingCode code, ChainRule rule, String message) {
    found.add(new Diagnostic(code, message, rule.origin()));
  }
}
