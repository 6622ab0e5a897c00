package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.resolve.ResolutionException;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import java.util.ArrayList;
import java.util.List;

/** The rules of an interface that cannot be lowered: all of them are wanted, not only the first. */
public final class RuleFailures {

  private final List<NwfilterException> failures = new ArrayList<>();

  /** Creates the failures of an interface, none so far. */
  public RuleFailures() {}

  /** Does something for one rule, and notes if it fails. */
  void attempt(Runnable work) {
    try {
      work.run();
    } catch (NwfilterException e) {
      failures.add(e);
    }
  }

  /**
   * Checks that no rule has failed.
   *
   * @throws ResolutionException if values of variables are the only thing that is wrong
   * @throws LoweringException if netfilter cannot express a rule
   */
  public void requireNone() {
    if (failures.isEmpty()) {
      return;
    }
    DiagnosticSink all = new DiagnosticSink();
    failures.forEach(failure -> all.addAll(failure.diagnostics()));
    throw failures.stream().allMatch(ResolutionException.class::isInstance)
        ? new ResolutionException(all.diagnostics())
        : new LoweringException(all.diagnostics());
  }
}
