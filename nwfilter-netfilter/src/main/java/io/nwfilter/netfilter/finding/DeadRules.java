package io.nwfilter.netfilter.finding;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.analyze.RedundantRules;
import io.nwfilter.netfilter.analyze.RulePlace;
import io.nwfilter.netfilter.analyze.RulesetAnalysis;
import io.nwfilter.netfilter.analyze.UnmetRule;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds elements all of whose rules do nothing within their tables: no packet meets them, or other
 * rules decide the same.
 */
final class DeadRules {

  private final AuthoredRules rules;
  private final Map<RulePlace, UnmetRule> unmet = new HashMap<>();
  private final Map<RulePlace, RedundantRules> redundant = new HashMap<>();
  private final Set<ImmutableSet<String>> chains = new HashSet<>();
  private final Map<SourceLocation, List<Diagnostic>> found = new LinkedHashMap<>();

  private DeadRules(AuthoredRules rules, List<RulesetAnalysis> analyses) {
    this.rules = rules;
    for (RulesetAnalysis analysis : analyses) {
      unmet.putAll(
          analysis.unmetRules().stream().collect(toImmutableMap(UnmetRule::place, one -> one)));
      for (RedundantRules some : analysis.redundantRules()) {
        RulePlace first = some.first();
        for (int i = 0; i < some.rules().size(); i++) {
          redundant.put(
              new RulePlace(first.family(), first.table(), first.chain(), first.number() + i),
              some);
        }
      }
    }
  }

  /**
   * {@return what is to be reported, by the place of the element; nothing if it was reported
   * before}
   */
  static Map<SourceLocation, List<Diagnostic>> of(
      AuthoredRules rules, List<RulesetAnalysis> analyses) {
    DeadRules dead = new DeadRules(rules, analyses);
    rules.byOrigin().asMap().forEach((origin, places) -> dead.judge(origin, List.copyOf(places)));
    return dead.found;
  }

  private void judge(SourceLocation origin, List<RulePlace> places) {
    if (unmet.keySet().containsAll(places)) {
      reportUnmet(origin, places);
    } else if (isDead(origin) && withoutTracking(origin).isEmpty()) {
      reportRedundant(origin, places);
    }
  }

  /** {@return whether no rule that an element has become decides anything that others do not} */
  private boolean isDead(SourceLocation origin) {
    List<RulePlace> places = rules.byOrigin().get(origin);
    return !places.isEmpty()
        && places.stream()
            .allMatch(place -> unmet.containsKey(place) || redundant.containsKey(place));
  }

  /** {@return the warning that the kernel tracks connections only because of rules like one} */
  private String withoutTracking(SourceLocation origin) {
    return rules.withoutTracking(origin, this::isDead);
  }

  private void reportUnmet(SourceLocation origin, List<RulePlace> places) {
    List<UnmetRule> dead = places.stream().map(this::unmet).toList();
    Set<RulePlace> deciders = new LinkedHashSet<>();
    dead.forEach(one -> deciders.addAll(one.deciders()));
    if (are(dead, UnmetRule.Reason.CHAIN_NOT_ENTERED)) {
      reportChain(origin, places, deciders);
    } else if (StateNames.areWhy(dead)) {
      report(
          origin,
          FindingCode.IMPOSSIBLE_STATE,
          StateNames.of(dead) + StateNames.advice(dead) + withoutTracking(origin));
    } else if (deciders.isEmpty()) {
      boolean alone = are(dead, UnmetRule.Reason.CONTRADICTION);
      report(
          origin,
          FindingCode.IMPOSSIBLE_RULE,
          "no packet can meet "
              + subject(places)
              + (alone
                  ? ": what it asks for excludes each other"
                  : ": what it asks for excludes what gets to its chain")
              + withoutTracking(origin));
    } else {
      reportShadowed(origin, dead, deciders);
    }
  }

  private UnmetRule unmet(RulePlace place) {
    UnmetRule one = unmet.get(place);
    if (one == null) {
      throw new IllegalArgumentException("packets meet the rule at " + place);
    }
    return one;
  }

  private static boolean are(List<UnmetRule> dead, UnmetRule.Reason reason) {
    return dead.stream().allMatch(one -> one.reason() == reason);
  }

  /** Reports a chain at the first of its rules. */
  private void reportChain(SourceLocation origin, List<RulePlace> places, Set<RulePlace> deciders) {
    ImmutableSet<String> names =
        places.stream().map(RulePlace::chain).collect(ImmutableSet.toImmutableSet());
    if (chains.add(names)) {
      List<String> filters = rules.first(origin).origin().path().filters();
      report(
          origin,
          FindingCode.UNREACHED_CHAIN,
          "no packet gets to the chain of filter '"
              + filters.get(filters.size() - 1)
              + "' ("
              + String.join(", ", names)
              + ")"
              + (deciders.isEmpty() ? "" : ": " + taking(deciders)));
    } else {
      found.put(origin, ImmutableList.of());
    }
  }

  private void reportShadowed(
      SourceLocation origin, List<UnmetRule> dead, Set<RulePlace> deciders) {
    List<RulePlace> places = dead.stream().map(UnmetRule::place).toList();
    String alone = aloneInChain(origin) + withoutTracking(origin);
    if (alone.isEmpty() && dead.stream().allMatch(this::isDecidedAlike)) {
      report(
          origin,
          FindingCode.REDUNDANT_RULE,
          without(places)
              + ": "
              + names(deciders)
              + verb(deciders, " decides", " decide")
              + " the same about all of its packets before");
    } else {
      report(
          origin,
          FindingCode.SHADOWED_RULE,
          "no packet meets " + subject(places) + ": " + taking(deciders) + alone);
    }
  }

  /** {@return whether the rules that take the packets of another do with them what it would do} */
  private boolean isDecidedAlike(UnmetRule dead) {
    return dead.deciders().stream()
        .allMatch(
            by ->
                rules.rule(by).target().equals(dead.rule().target())
                    && (dead.rule().target() != Target.RETURN || by.chain().equals(dead.chain())));
  }

  /** {@return the warning that the chain of a rule does something even if the rule does not} */
  private String aloneInChain(SourceLocation origin) {
    ImmutableSet<String> alone = rules.chainsAlone(origin);
    return alone.isEmpty()
        ? ""
        : "; it is alone in its chain ("
            + String.join(", ", alone)
            + "), whose end accepts frames, so do not just remove it";
  }

  private void reportRedundant(SourceLocation origin, List<RulePlace> places) {
    Set<RulePlace> deciders = new LinkedHashSet<>();
    for (RulePlace place : places) {
      RedundantRules some = redundant.get(place);
      if (some != null) {
        deciders.addAll(some.deciders());
      }
    }
    report(
        origin,
        FindingCode.REDUNDANT_RULE,
        without(places)
            + ": without it, "
            + names(deciders)
            + " would decide the same about all of its packets");
  }

  private String subject(List<RulePlace> places) {
    int different = different(places);
    return different == 1
        ? "this rule"
        : "any of the " + different + " rules that this one becomes";
  }

  private String without(List<RulePlace> places) {
    int different = different(places);
    return different == 1
        ? "this rule changes nothing"
        : "none of the " + different + " rules that this one becomes changes anything";
  }

  private int different(List<RulePlace> places) {
    return ImmutableSet.copyOf(places.stream().map(rules::rule).toList()).size();
  }

  private String taking(Set<RulePlace> deciders) {
    return names(deciders) + verb(deciders, " takes", " take") + " all of its packets before";
  }

  private String names(Set<RulePlace> places) {
    return RuleNames.of(places, rules::rule);
  }

  private String verb(Set<RulePlace> places, String one, String many) {
    return RuleNames.verb(places, rules::rule, one, many);
  }

  private void report(SourceLocation origin, DiagnosticCode code, String message) {
    found.put(
        origin, ImmutableList.of(new Diagnostic(code, message, rules.first(origin).origin())));
  }
}
