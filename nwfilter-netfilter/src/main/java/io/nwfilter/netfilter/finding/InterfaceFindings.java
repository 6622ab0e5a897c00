package io.nwfilter.netfilter.finding;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Maps;
import com.google.common.collect.SetMultimap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.analyze.RulesetAnalysis;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks for everything that can be found about one interface. */
final class InterfaceFindings {

  /** What was reported when the rules were compiled says as much. */
  private static final ImmutableSet<DiagnosticCode> KNOWN =
      ImmutableSet.of(LoweringCode.DROPPED_BY_OTHER_LAYER, LoweringCode.RULE_NEVER_MATCHES);

  private final ConnectedInterface connected;
  private final CompiledInterface compiled;
  private final AnalysisBudget budget;
  private final Map<Finder, List<Boolean>> finders;
  private final AuthoredRules rules;
  private final Map<SourceLocation, List<Diagnostic>> ofRules = new LinkedHashMap<>();
  private final List<Diagnostic> others = new ArrayList<>();
  private final SetMultimap<Finder, SourceLocation> places = LinkedHashMultimap.create();
  private final Map<Finder, List<Boolean>> decisions = new EnumMap<>(Finder.class);
  private boolean complete = true;

  /**
   * Begins with the rules of an interface.
   *
   * @param budget how much everything may need
   * @param finders what looks at it, with what each would find out first, as far as that is known;
   *     of {@link Finder#TABLES}, if left out, it is taken that it finds nothing
   */
  InterfaceFindings(
      ConnectedInterface connected, AnalysisBudget budget, Map<Finder, List<Boolean>> finders) {
    this.connected = connected;
    this.compiled = connected.compiled();
    this.budget = budget;
    this.finders = finders;
    this.rules = AuthoredRules.of(compiled);
  }

  /** {@return what looks for everything} */
  static InterfaceFindings inFull(ConnectedInterface connected, AnalysisBudget budget) {
    return new InterfaceFindings(
        connected, budget, Maps.asMap(EnumSet.allOf(Finder.class), any -> ImmutableList.of()));
  }

  /**
   * What was found.
   *
   * @param verdicts what is reported, also if it is accepted
   * @param places where each has found something
   * @param decisions what each has found out
   * @param complete whether the budget was enough
   */
  record Result(
      RuleVerdicts verdicts,
      ImmutableSetMultimap<Finder, SourceLocation> places,
      ImmutableMap<Finder, List<Boolean>> decisions,
      boolean complete) {}

  Result result() {
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
    return new Result(
        new RuleVerdicts(rules.origins(), reported(), ImmutableList.copyOf(others)),
        ImmutableSetMultimap.copyOf(places),
        ImmutableMap.copyOf(decisions),
        complete);
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
    return finders.containsKey(Finder.TABLES)
        ? rules.rulesets().values().stream().map(analysis).toList()
        : ImmutableList.of();
  }

  private GuestTraffic guest() {
    return new GuestTraffic(connected, rules.rulesets(), budget);
  }

  /** Begins with what is found of tables. */
  private void lookAtTables(List<RulesetAnalysis> analyses) {
    complete = analyses.stream().allMatch(RulesetAnalysis::isComplete);
    others.clear();
    ofRules.clear();
    places.clear();
    ofRules.putAll(DeadRules.of(rules, analyses));
    places.putAll(Finder.TABLES, ofRules.keySet());
  }

  private void lookAtWays(GuestTraffic guest) {
    look(guest, Finder.OPEN_FAMILIES, () -> list(new OpenFamilies(guest).find()));
    look(guest, Finder.SPOOFED_ARP, () -> list(new SpoofedArp(guest).find()));
    look(guest, Finder.SPOOFED_NEIGHBORS, () -> new SpoofedNeighbors(guest).find());
    look(guest, Finder.DHCP, () -> new Dhcp(guest).find());
    look(guest, Finder.LOST_REPLIES, () -> unknown(new LostReplies(rules, guest).find()));
    if (finders.containsKey(Finder.OTHER_LAYERS) && OtherLayer.isPossible(rules)) {
      lookAtOtherLayers(guest);
    }
  }

  private void look(GuestTraffic guest, Finder finder, Supplier<List<Diagnostic>> finding) {
    List<Boolean> known = finders.get(finder);
    if (known != null) {
      Decisions asked = Decisions.as(known);
      guest.decide(asked);
      List<Diagnostic> found = finding.get();
      decisions.put(finder, asked.made());
      others.addAll(found);
      found.forEach(one -> places.put(finder, one.location()));
    }
  }

  private static List<Diagnostic> list(Optional<Diagnostic> found) {
    return found.map(ImmutableList::of).orElse(ImmutableList.of());
  }

  private void lookAtOtherLayers(GuestTraffic guest) {
    OtherLayer other = new OtherLayer(rules, guest.views());
    for (SourceLocation origin : rules.origins()) {
      if (!ofRules.containsKey(origin)) {
        other
            .of(origin)
            .ifPresent(
                found -> {
                  ofRules.put(origin, ImmutableList.of(found));
                  places.put(Finder.OTHER_LAYERS, origin);
                });
      }
    }
  }

  /** {@return what is not reported of rules already} */
  private List<Diagnostic> unknown(List<Diagnostic> found) {
    ImmutableSet<SourceLocation> known = known(compiled);
    return found.stream()
        .filter(
            one ->
                !ofRules.containsKey(one.location())
                    && !known.contains(one.location())
                    && !StockFilters.contains(one.location()))
        .toList();
  }

  /** {@return the elements of which compiling has reported as much} */
  static ImmutableSet<SourceLocation> known(CompiledInterface compiled) {
    return compiled.diagnostics().stream()
        .filter(diagnostic -> KNOWN.contains(diagnostic.code()))
        .map(Diagnostic::location)
        .collect(toImmutableSet());
  }

  /** {@return what is reported of rules, without what is known, or of the stock} */
  private Map<SourceLocation, List<Diagnostic>> reported() {
    ImmutableSet<SourceLocation> known = known(compiled);
    ofRules.replaceAll(
        (origin, found) ->
            known.contains(origin) || StockFilters.contains(origin) ? ImmutableList.of() : found);
    return ofRules;
  }
}
