package io.nwfilter.netfilter.finding;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.analyze.RulePlace;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rules that the filter of an interface has become, by the rules of documents that they come
 * from: each may have become several, for directions, states, values of variables and layers. What
 * libvirt adds by itself, chains and the jumps to them, is not among them. Rules without a place of
 * their own, as those of stock filters and those built in code, are taken together.
 *
 * @param rulesets the rules of the interface
 * @param byPlace each rule
 * @param byOrigin the places of the rules that an element has become
 */
record AuthoredRules(
    Map<Family, Ruleset> rulesets,
    ImmutableMap<RulePlace, ChainRule> byPlace,
    ImmutableListMultimap<SourceLocation, RulePlace> byOrigin) {

  static AuthoredRules of(CompiledInterface compiled) {
    ImmutableMap.Builder<Family, Ruleset> rulesets = ImmutableMap.builder();
    ImmutableMap.Builder<RulePlace, ChainRule> byPlace = ImmutableMap.builder();
    ImmutableListMultimap.Builder<SourceLocation, RulePlace> byOrigin =
        ImmutableListMultimap.builder();
    for (Family family : Family.values()) {
      Ruleset ruleset = compiled.ruleset(family);
      rulesets.put(family, ruleset);
      for (Table table : ruleset.tables().values()) {
        for (Chain chain : table.chains().values()) {
          int number = 0;
          for (ChainRule rule : chain.rules()) {
            RulePlace place = new RulePlace(family, table.name(), chain.name(), ++number);
            byPlace.put(place, rule);
            if (isAuthored(rule)) {
              byOrigin.put(rule.origin().location(), place);
            }
          }
        }
      }
    }
    return new AuthoredRules(rulesets.buildOrThrow(), byPlace.buildOrThrow(), byOrigin.build());
  }

  private static boolean isAuthored(ChainRule rule) {
    return !rule.origin().path().isEmpty() && rule.entered().isEmpty();
  }

  /** {@return the rule at a place, which there is} */
  ChainRule rule(RulePlace place) {
    ChainRule rule = byPlace.get(place);
    if (rule == null) {
      throw new IllegalArgumentException("there is no rule at " + place);
    }
    return rule;
  }

  /** {@return whether a rule accepts, or leaves the rest to other chains} */
  boolean isAccepting(RulePlace place) {
    Target target = rule(place).target();
    return target == Target.ACCEPT || target == Target.RETURN;
  }

  /** {@return whether a rule accepts frames as such} */
  boolean isAcceptingFrames(RulePlace place) {
    return place.family() == Family.BRIDGE && isAccepting(place);
  }

  /** {@return the first rule that an element has become} */
  ChainRule first(SourceLocation origin) {
    return rule(byOrigin.get(origin).get(0));
  }

  /** {@return the elements that have become rules, in the order of the rules} */
  Set<SourceLocation> origins() {
    return byOrigin.keySet();
  }

  /** {@return the chains of an element's rules that have no others} */
  ImmutableSet<String> chainsAlone(SourceLocation origin) {
    ImmutableSet.Builder<String> alone = ImmutableSet.builder();
    for (RulePlace place : byOrigin.get(origin)) {
      Ruleset ruleset = rulesets.get(place.family());
      Chain chain = ruleset == null ? null : ruleset.chain(place.table(), place.chain());
      if (chain != null
          && place.family() == Family.BRIDGE
          && chain.rules().stream().allMatch(rule -> rule.origin().location().equals(origin))) {
        alone.add(place.chain());
      }
    }
    return alone.build();
  }

  /**
   * {@return the families whose connections the kernel tracks only because of an element, and of
   * others that may be left out together with it}
   *
   * @param leftOut the elements that may be left out
   */
  ImmutableSet<Family> trackedOnlyBy(SourceLocation origin, Predicate<SourceLocation> leftOut) {
    return byOrigin.get(origin).stream()
        .map(RulePlace::family)
        .filter(
            family ->
                family != Family.BRIDGE
                    && isTracked(family, origin::equals)
                    && !isTracked(family, one -> !one.equals(origin) && !leftOut.test(one)))
        .collect(toImmutableSet());
  }

  private boolean isTracked(Family family, Predicate<SourceLocation> origins) {
    return byPlace.entrySet().stream()
        .filter(one -> one.getKey().family() == family)
        .map(Map.Entry::getValue)
        .anyMatch(
            rule -> ConnectionTracking.isNeededBy(rule) && origins.test(rule.origin().location()));
  }

  /**
   * {@return the warning about what would not be done without an element, if there is something}
   */
  String withoutTracking(SourceLocation origin, Predicate<SourceLocation> leftOut) {
    ImmutableSet<Family> families = trackedOnlyBy(origin, leftOut);
    return families.isEmpty()
        ? ""
        : "; without such rules, the kernel would neither track connections of "
            + families.stream().map(AuthoredRules::name).collect(joining(" and "))
            + " nor put fragments together, so do not just remove it";
  }

  private static String name(Family family) {
    return switch (family) {
      case IPV4 -> "IPv4";
      case IPV6 -> "IPv6";
      case BRIDGE -> "frames";
    };
  }
}
