package io.nwfilter.netfilter.finding;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.analyze.RulePlace;
import io.nwfilter.netfilter.analyze.RulesetAnalysis;
import io.nwfilter.netfilter.analyze.UnmetRule;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the host's own rules that packets meet without libvirt's rules, but not with them.
 *
 * @param own the host with its own rules only
 * @param together the same host with libvirt's rules
 * @param budget how much the analysis may need
 */
record HostRules(Host own, Host together, AnalysisBudget budget) {

  List<Diagnostic> findings() {
    ImmutableList.Builder<Diagnostic> findings = ImmutableList.builder();
    for (Family family : Family.values()) {
      Ruleset alone = own.ruleset(family);
      Ruleset merged = together.ruleset(family);
      if (!alone.isEmpty() && !merged.equals(alone)) {
        findings.addAll(findings(alone, merged));
      }
    }
    return findings.build();
  }

  private List<Diagnostic> findings(Ruleset alone, Ruleset merged) {
    RulesetAnalysis before = RulesetAnalysis.of(alone, budget);
    RulesetAnalysis after = RulesetAnalysis.withAllDeciders(merged, budget);
    ImmutableSet<SourceLocation> ofHost = places(alone);
    ImmutableSet<SourceLocation> dead =
        before.unmetRules().stream()
            .map(rule -> rule.rule().origin().location())
            .collect(toImmutableSet());
    List<Diagnostic> findings = new ArrayList<>();
    for (UnmetRule rule : after.unmetRules()) {
      SourceLocation place = rule.rule().origin().location();
      List<RulePlace> libvirts =
          rule.deciders().stream()
              .filter(by -> !ofHost.contains(rule(merged, by).origin().location()))
              .toList();
      if (ofHost.contains(place) && !dead.contains(place) && !libvirts.isEmpty()) {
        findings.add(shadowed(rule, libvirts, merged));
      }
    }
    if (!before.isComplete() || !after.isComplete()) {
      findings.add(incomplete(alone));
    }
    return findings;
  }

  /**
   * Names the last of libvirt's rules that take packets of a rule: what it takes, no other does.
   * The rules before it may take packets of single guests only.
   */
  private static Diagnostic shadowed(UnmetRule rule, List<RulePlace> by, Ruleset merged) {
    List<RulePlace> last = ImmutableList.of(by.get(by.size() - 1));
    return new Diagnostic(
        FindingCode.HOST_RULE_SHADOWED,
        "no packet meets this rule of the host any more: "
            + RuleNames.of(last, place -> rule(merged, place))
            + (by.size() == 1
                ? " takes its packets before"
                : " takes those of its packets that other rules of libvirt do not take before"),
        rule.rule().origin());
  }

  private Diagnostic incomplete(Ruleset alone) {
    return new Diagnostic(
        FindingCode.ANALYSIS_INCOMPLETE,
        "not all rules of "
            + alone.family().tool()
            + " could be looked at together: "
            + budget.excess(),
        places(alone).stream().findFirst().orElse(SourceLocation.NONE));
  }

  private static ChainRule rule(Ruleset ruleset, RulePlace place) {
    return ruleset.chain(place.table(), place.chain()).rules().get(place.number() - 1);
  }

  /** {@return where rules are that were read from a dump} */
  private static ImmutableSet<SourceLocation> places(Ruleset ruleset) {
    return ruleset.tables().values().stream()
        .flatMap(table -> table.chains().values().stream())
        .map(Chain::rules)
        .flatMap(List::stream)
        .map(rule -> rule.origin().location())
        .filter(place -> place.line() > 0)
        .collect(toImmutableSet());
  }
}
