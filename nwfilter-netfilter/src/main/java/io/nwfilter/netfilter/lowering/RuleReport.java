package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.resolve.RuleInstance;

/**
 * Where the lowering of one rule instance says what libvirt makes of it.
 *
 * @param instance the rule
 * @param sink where diagnostics are collected
 */
record RuleReport(RuleInstance instance, DiagnosticSink sink) {

  void warn(DiagnosticCode code, String message) {
    sink.report(
        code, instance.scoped().location(), message + " (in " + instance.scoped().path() + ")");
  }

  LoweringException refuse(DiagnosticCode code, String message) {
    return new LoweringException(code, instance, message);
  }
}
