package io.nwfilter.core.resolve;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.Origin;
import java.util.List;

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

  /**
   * Creates an exception for everything that was found.
   *
   * @param diagnostics what is wrong, with the warnings that were found on the way; at least one is
   *     an error
   * @throws IllegalArgumentException if none is an error
   */
  public ResolutionException(List<Diagnostic> diagnostics) {
    super(diagnostics);
  }
}
