package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.resolve.ResolutionException;
import io.nwfilter.netfilter.diagnostic.LoweringException;

/**
 * The rules of an interface that cannot be lowered: all of them are wanted, not only the first.
 * Very many failures are not: after {@value DiagnosticSink#MAX_KEPT}, the rules that are left are
 * not looked at.
 */
public final class RuleFailures {

  private final DiagnosticSink errors = new DiagnosticSink();
  private int count;
  private boolean onlyValues = true;

  /** Creates the failures of an interface, none so far. */
  public RuleFailures() {}

  /** Does something for one rule, and notes if it fails. */
  void attempt(Runnable work) {
    if (count < DiagnosticSink.MAX_KEPT) {
      try {
        work.run();
      } catch (NwfilterException e) {
        add(e);
      }
    }
  }

  /** Notes that a rule fails. */
  void add(NwfilterException failure) {
    if (count < DiagnosticSink.MAX_KEPT) {
      count++;
      onlyValues &= failure instanceof ResolutionException;
      errors.addAll(failure.diagnostics()); // not the failure, which has a stack trace
    }
  }

  /**
   * Checks that no rule has failed.
   *
   * @throws ResolutionException if values of variables are the only thing that is wrong
   * @throws LoweringException if netfilter cannot express a rule
   */
  public void requireNone() {
    if (count > 0) {
      throw onlyValues
          ? new ResolutionException(errors.diagnostics())
          : new LoweringException(errors.diagnostics());
    }
  }
}
