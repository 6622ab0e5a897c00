package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.resolve.ScopedRule;

/**
 * Warnings about rules. What the author of a rule has accepted is not reported; only here is it
 * known which rule a warning is about, as rules that were built in code have no places.
 */
final class RuleWarnings {

  private RuleWarnings() {}

  /** Reports a warning at a rule, unless its author has accepted that. */
  static void report(DiagnosticSink sink, DiagnosticCode code, ScopedRule rule, String message) {
    if (!isAccepted(rule, code)) {
      sink.report(code, rule.origin(), message);
    }
  }

  static boolean isAccepted(ScopedRule rule, DiagnosticCode code) {
    return rule.rule().acceptedCodes().contains(code.id());
  }
}
