package io.nwfilter.netfilter.finding;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is found of an interface, told from what was found of the first one of its shape.
 *
 * <p>What finds nothing of that one finds nothing of this one. What it finds at a place that both
 * have, such as a rule of a filter that both refer to, is reported already. Only what it finds at a
 * place of its own, such as the reference to the filter in the document of a machine, is looked for
 * again in this interface, as messages have its names and addresses.
 *
 * @param one the interface
 * @param first the first one of its shape, perhaps the same
 * @param ofFirst what was found of that
 */
record AlikeFindings(ShapedInterface one, ShapedInterface first, InterfaceFindings.Result ofFirst) {

  /** {@return what is to be reported of the interface, but for what was reported of the first} */
  RuleVerdicts verdicts(AnalysisBudget budget) {
    return found(budget).without(one.compiled().accepted());
  }

  @SuppressWarnings("ReferenceEquality") // whether it is the first, not whether it is like it
  private RuleVerdicts found(AnalysisBudget budget) {
    if (one == first) {
      return ofFirst.verdicts();
    } else if (!ofFirst.complete()) {
      return InterfaceFindings.inFull(one.connected(), budget).result().verdicts();
    }
    Map<SourceLocation, SourceLocation> moved = moved();
    Set<Finder> again = again(moved);
    return again.isEmpty()
        ? shared(moved, Map.of(), ImmutableList.of())
        : shared(moved, again(again, budget));
  }

  /** {@return where elements are whose counterparts are somewhere else in the first interface} */
  private Map<SourceLocation, SourceLocation> moved() {
    Map<SourceLocation, SourceLocation> moved = new HashMap<>();
    for (int i = 0; i < first.places().size(); i++) {
      if (!first.places().get(i).equals(one.places().get(i))) {
        moved.put(first.places().get(i), one.places().get(i));
      }
    }
    return moved;
  }

  /** {@return what has to look again: all that report something at a place that has moved} */
  private Set<Finder> again(Map<SourceLocation, SourceLocation> moved) {
    Set<Finder> again = EnumSet.noneOf(Finder.class);
    Map<SourceLocation, List<Diagnostic>> ofRules = ofFirst.verdicts().ofRules();
    ofFirst
        .places()
        .forEach(
            (finder, place) -> {
              List<Diagnostic> reported = finder.isOfRules() ? ofRules.get(place) : null;
              if (moved.containsKey(place) && (reported == null || !reported.isEmpty())) {
                again.add(finder);
              }
            });
    if (again.contains(Finder.LOST_REPLIES) || again.contains(Finder.OTHER_LAYERS)) {
      again.add(Finder.TABLES); // as these leave out what that has found
    }
    return again;
  }

  private RuleVerdicts again(Set<Finder> finders, AnalysisBudget budget) {
    return new InterfaceFindings(
            one.connected(),
            budget,
            Maps.asMap(
                finders, finder -> ofFirst.decisions().getOrDefault(finder, ImmutableList.of())))
        .result()
        .verdicts();
  }

  private RuleVerdicts shared(Map<SourceLocation, SourceLocation> moved, RuleVerdicts own) {
    return shared(moved, own.ofRules(), own.others());
  }

  private RuleVerdicts shared(
      Map<SourceLocation, SourceLocation> moved,
      Map<SourceLocation, List<Diagnostic>> ownOfRules,
      List<Diagnostic> ownOthers) {
    Map<SourceLocation, List<Diagnostic>> ofRules = new LinkedHashMap<>();
    ofFirst
        .verdicts()
        .ofRules()
        .forEach(
            (place, found) -> {
              SourceLocation here = moved.getOrDefault(place, place);
              ofRules.put(here, here.equals(place) ? found : ImmutableList.of());
            });
    ofRules.putAll(ownOfRules);
    return new RuleVerdicts(
        ofFirst.verdicts().rules().stream()
            .map(place -> moved.getOrDefault(place, place))
            .collect(toImmutableSet()),
        ofRules,
        ownOthers);
  }
}
