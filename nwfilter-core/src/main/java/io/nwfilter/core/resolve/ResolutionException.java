package io.nwfilter.core.resolve;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.Origin;

/**
 * A filter cannot become rules: a filter is missing or includes itself, or variables have no
 * values, unequal lists or illegal values.
 */
public final class ResolutionException extends NwfilterException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param code what is wrong
   * @param origin where, and how it was reached
   * @param message one sentence
   */
  public ResolutionException(DiagnosticCode code, Origin origin, String message) {
    super(new Diagnostic(code, message, origin));
  }
}
