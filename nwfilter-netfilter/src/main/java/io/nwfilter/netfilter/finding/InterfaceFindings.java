package io.nwfilter.netfilter.finding;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.analyze.AnalysisBudget;
import io.nwfilter.netfilter.analyze.BudgetExceededException;
import io.nwfilter.netfilter.analyze.RulesetAnalysis;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Looks for everything that can be found about one interface. */
final class InterfaceFindings {

  /** What was reported when the rules were compiled says as much. */
  private static final ImmutableSet<DiagnosticCode> KNOWN =
      ImmutableSet.of(LoweringCode.DROPPED_BY_OTHER_LAYER, LoweringCode.RULE_NEVER_MATCHES);

  private final CompiledInterface compiled;
  private final AnalysisBudget budget;
  private final AuthoredRules rules;
  private final Map<SourceLocation, List<Diagnostic>> ofRules = new LinkedHashMap<>();
  private final List<Diagnostic> others = new ArrayList<>();
  private boolean complete = true;

  InterfaceFindings(CompiledInterface compiled, AnalysisBudget budget) {
    this.compiled = compiled;
    this.budget = budget;
    this.rules = AuthoredRules.of(compiled);
  }

  RuleVerdicts verdicts() {
    if (!rules.byOrigin().isEmpty() && !isLookedAtTogether() && !budget.timeLimit().isOver()) {
      lookAtTables(analyses(ruleset -> RulesetAnalysis.of(ruleset, budget)));
      try {
        lookAtWays(guest());
      } catch (BudgetExceededException e) {
        complete = false;
      }
    }
    if (!complete) {
      others.add(
          new Diagnostic(
              FindingCode.ANALYSIS_INCOMPLETE,
              "not all of the rules of "
                  + compiled.name()
                  + " could be looked at together: "
                  + budget.excess(),
              compiled.binding().location()));
    }
    return new RuleVerdicts(rules.origins(), reported(), compiled.accepted().without(others));
  }

  /**
   * Looks at everything with the budget of one interface, as tables and ways have much in common;
   * {@return whether it was enough}
   */
  private boolean isLookedAtTogether() {
    try {
      GuestTraffic guest = guest();
      lookAtTables(analyses(one -> RulesetAnalysis.of(one, guest.sets())));
      if (complete) {
        lookAtWays(guest);
      }
    } catch (BudgetExceededException e) {
      complete = false;
    }
    return complete;
  }

  private List<RulesetAnalysis> analyses(Function<Ruleset, RulesetAnalysis> analysis) {
    return rules.rulesets().values().stream().map(analysis).toList();
  }

  private GuestTraffic guest() {
    return new GuestTraffic(compiled, rules.rulesets(), budget);
  }

  /** Begins with what is found of tables. */
  private void lookAtTables(List<RulesetAnalysis> analyses) {
    complete = analyses.stream().allMatch(RulesetAnalysis::isComplete);
    others.clear();
    ofRules.clear();
    ofRules.putAll(DeadRules.of(rules, analyses));
  }

  private void lookAtWays(GuestTraffic guest) {
    new OpenFamilies(guest).find().ifPresent(others::add);
    new SpoofedArp(guest).find().ifPresent(others::add);
    others.addAll(new SpoofedNeighbors(guest).find());
    others.addAll(new Dhcp(guest).find());
    new LostReplies(rules, guest).find().forEach(this::addUnlessKnown);
    if (OtherLayer.isPossible(rules)) {
      lookAtOtherLayers(guest);
    }
  }

  private void lookAtOtherLayers(GuestTraffic guest) {
    OtherLayer other = new OtherLayer(rules, guest.views());
    for (SourceLocation origin : rules.origins()) {
      if (!ofRules.containsKey(origin)) {
        other.of(origin).ifPresent(found -> ofRules.put(origin, ImmutableList.of(found)));
      }
    }
  }

  private void addUnlessKnown(Diagnostic finding) {
    if (!ofRules.containsKey(finding.location())
        && !known().contains(finding.location())
        && !StockFilters.contains(finding.location())) {
      others.add(finding);
    }
  }

  private ImmutableSet<SourceLocation> known() {
    return compiled.diagnostics().stream()
        .filter(diagnostic -> KNOWN.contains(diagnostic.code()))
        .map(Diagnostic::location)
        .collect(toImmutableSet());
  }

  /** {@return what is reported of rules, without what is known or accepted, or of the stock} */
  private Map<SourceLocation, List<Diagnostic>> reported() {
    ImmutableSet<SourceLocation> known = known();
    Map<SourceLocation, List<Diagnostic>> reported = new LinkedHashMap<>();
    ofRules.forEach(
        (origin, found) ->
            reported.put(
                origin,
                known.contains(origin) || StockFilters.contains(origin)
                    ? ImmutableList.of()
                    : compiled.accepted().without(found)));
    return reported;
  }
}
