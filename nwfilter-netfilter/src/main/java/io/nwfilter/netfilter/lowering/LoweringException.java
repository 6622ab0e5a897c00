package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.resolve.RuleInstance;

/** A rule cannot be expressed in netfilter: the daemon would fail to start the interface. */
public final class LoweringException extends NwfilterException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param code what is wrong
   * @param instance the rule that cannot be expressed
   * @param message one sentence
   */
  public LoweringException(DiagnosticCode code, RuleInstance instance, String message) {
    super(
        new Diagnostic(
            code,
            message + " (in " + instance.scoped().path() + ")",
            instance.scoped().location()));
  }
}
