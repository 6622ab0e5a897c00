package io.nwfilter.netfilter.finding;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.analyze.RuleShape;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An interface with what it may have in common with others.
 *
 * @param connected the interface
 * @param shape what decides what is found of it
 * @param places where the elements are whose numbers the shape has
 */
record ShapedInterface(
    ConnectedInterface connected, FindingShape shape, ImmutableList<SourceLocation> places) {

  /** {@return the rules of the interface} */
  CompiledInterface compiled() {
    return connected.compiled();
  }

  static ShapedInterface of(ConnectedInterface connected) {
    CompiledInterface compiled = connected.compiled();
    AuthoredRules rules = AuthoredRules.of(compiled);
    Set<SourceLocation> known = InterfaceFindings.known(compiled);
    Map<SourceLocation, Integer> numbers = new LinkedHashMap<>();
    Object reference = number(numbers, compiled.binding().filterRef().location());
    ImmutableList.Builder<FindingShape.RuleOrigin> origins = ImmutableList.builder();
    for (ChainRule rule : rules.byPlace().values()) {
      SourceLocation place = rule.origin().location();
      origins.add(
          new FindingShape.RuleOrigin(
              number(numbers, place),
              !rule.origin().path().isEmpty(),
              rule.entered().isPresent(),
              known.contains(place)));
    }
    RuleShape shape =
        RuleShape.ofGuest(
            compiled.binding(),
            connected.hostAddresses().orElse(ImmutableList.of()),
            rules.rulesets().values());
    return new ShapedInterface(
        connected,
        new FindingShape(shape, connected.hostAddresses(), reference, origins.build()),
        ImmutableList.copyOf(numbers.keySet()));
  }

  /** {@return the number of a place; itself if it is in code or in a stock filter} */
  private static Object number(Map<SourceLocation, Integer> numbers, SourceLocation place) {
    return place.equals(SourceLocation.NONE) || StockFilters.contains(place)
        ? place
        : numbers.computeIfAbsent(place, any -> numbers.size());
  }
}
