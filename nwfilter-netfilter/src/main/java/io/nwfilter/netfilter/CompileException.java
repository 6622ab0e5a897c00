package io.nwfilter.netfilter;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import java.util.List;

/**
 * An interface cannot be compiled because of what its domain says or leaves out: no target device,
 * no MAC address, a type that carries no filters, a missing variable.
 */
public final class CompileException extends NwfilterException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param diagnostic what is wrong, and where
   */
  public CompileException(Diagnostic diagnostic) {
    super(diagnostic);
  }

  /**
   * Creates an exception for everything that was found.
   *
   * @param diagnostics what is wrong, with the warnings that were found on the way; at least one is
   *     an error
   * @throws IllegalArgumentException if none is an error
   */
  public CompileException(List<Diagnostic> diagnostics) {
    super(diagnostics);
  }
}
