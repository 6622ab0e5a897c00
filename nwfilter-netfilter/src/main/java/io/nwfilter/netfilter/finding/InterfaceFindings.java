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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    if (!rules.byOrigin().isEmpty()) {
      lookAtTables();
      try {
        lookAtWays();
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

  private void lookAtTables() {
    ImmutableList.Builder<RulesetAnalysis> analyses = ImmutableList.builder();
    rules.rulesets().values().forEach(one -> analyses.add(RulesetAnalysis.of(one, budget)));
    List<RulesetAnalysis> all = analyses.build();
    complete = all.stream().allMatch(RulesetAnalysis::isComplete);
    ofRules.putAll(DeadRules.of(rules, all));
  }

  private void lookAtWays() {
    GuestTraffic guest = new GuestTraffic(compiled, rules.rulesets(), budget);
    new OpenFamilies(guest).find().ifPresent(others::add);
    new Dhcp(guest).find().ifPresent(others::add);
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
