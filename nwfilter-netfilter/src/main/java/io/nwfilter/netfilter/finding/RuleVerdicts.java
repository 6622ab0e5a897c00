package io.nwfilter.netfilter.finding;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.Maps;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.AcceptedWarnings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was found about an interface.
 *
 * @param rules the elements that have become rules of the interface
 * @param ofRules what is reported of elements that do nothing; an empty list if it was reported of
 *     another element already
 * @param others what is reported of the interface as a whole
 */
record RuleVerdicts(
    Set<SourceLocation> rules,
    Map<SourceLocation, List<Diagnostic>> ofRules,
    List<Diagnostic> others) {

  /** What a diagnostic is about. */
  private record Subject(DiagnosticCode code, SourceLocation place) {

    static Subject of(Diagnostic diagnostic) {
      return new Subject(diagnostic.code(), diagnostic.location());
    }
  }

  /**
   * {@return the same without what authors have accepted}
   *
   * @param accepted what they have accepted
   */
  RuleVerdicts without(AcceptedWarnings accepted) {
    return new RuleVerdicts(
        rules, Maps.transformValues(ofRules, accepted::without), accepted.without(others));
  }

  /**
   * {@return what is to be reported of several interfaces} A rule that they share does nothing only
   * if it does nothing for each of them. What is at the same place of a filter is reported once.
   */
  static List<Diagnostic> together(List<RuleVerdicts> all) {
    Map<SourceLocation, List<Diagnostic>> ofRules = new LinkedHashMap<>();
    Map<Subject, Diagnostic> others = new LinkedHashMap<>();
    for (RuleVerdicts one : all) {
      one.ofRules().forEach(ofRules::putIfAbsent);
      one.others().forEach(each -> others.putIfAbsent(Subject.of(each), each));
    }
    for (RuleVerdicts one : all) {
      for (SourceLocation rule : one.rules()) {
        if (!one.ofRules().containsKey(rule)) {
          ofRules.remove(rule);
        }
      }
    }
    return ImmutableList.copyOf(
        ImmutableSet.copyOf(Iterables.concat(Iterables.concat(ofRules.values()), others.values())));
  }
}
