package io.nwfilter.netfilter.host;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;

/** An event cannot happen to a host. */
public final class HostException extends NwfilterException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param diagnostic what is wrong, and where
   */
  public HostException(Diagnostic diagnostic) {
    super(diagnostic);
  }
}
