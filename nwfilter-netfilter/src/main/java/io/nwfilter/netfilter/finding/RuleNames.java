package io.nwfilter.netfilter.finding;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.analyze.RulePlace;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Names rules in messages, by their places in documents. */
final class RuleNames {

  private static final int MAX_NAMED = 4;

  private RuleNames() {}

  /** {@return such as {@code the rules at a.xml:3:5 a and a.xml:9:5 a}} */
  static String of(Collection<RulePlace> places, Function<RulePlace, ChainRule> rules) {
    return listed(
        places.stream()
            .map(place -> name(place, rules.apply(place)))
            .collect(ImmutableSet.toImmutableSet())
            .asList());
  }

  private static String name(RulePlace place, ChainRule rule) {
    Origin origin = rule.origin();
    return origin.location().equals(SourceLocation.NONE)
        ? "<" + place + ">"
        : new Origin(origin.location(), origin.path()).toString();
  }

  private static String listed(List<String> names) {
    if (names.size() == 1) {
      return "the rule at " + names.get(0);
    }
    boolean more = names.size() > MAX_NAMED;
    List<String> first = names.subList(0, Math.min(names.size() - 1, MAX_NAMED));
    String last = more ? "others" : names.get(names.size() - 1);
    return "the rules at " + String.join(", ", ImmutableList.copyOf(first)) + " and " + last;
  }

  /** {@return the form of a verb that goes with some rules} */
  static String verb(
      Collection<RulePlace> places, Function<RulePlace, ChainRule> rules, String one, String many) {
    return places.stream().map(place -> name(place, rules.apply(place))).distinct().count() == 1
        ? one
        : many;
  }
}
