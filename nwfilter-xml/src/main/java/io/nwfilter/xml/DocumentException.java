package io.nwfilter.xml;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;

/** A document that cannot be read or honoured. The diagnostic names document, line and column. */
public final class DocumentException extends NwfilterException {

  private static final long serialVersionUID = 1L;

  /** The longest message; it quotes values and names, and those may be of any length. */
  private static final int MAX_MESSAGE = 500;

  /**
   * Creates an exception for one diagnostic.
   *
   * @param diagnostic what is wrong, and where
   */
  public DocumentException(Diagnostic diagnostic) {
    super(diagnostic);
  }

  /**
   * Creates an exception for one diagnostic, with the exception that caused it.
   *
   * @param diagnostic what is wrong, and where
   * @param cause what was thrown below
   */
  public DocumentException(Diagnostic diagnostic, Throwable cause) {
    super(diagnostic, cause);
  }

  DocumentException(DiagnosticCode code, SourceLocation location, String message) {
    super(new Diagnostic(code, clipped(message), location));
  }

  DocumentException(DiagnosticCode code, SourceLocation location, String message, Throwable cause) {
    super(new Diagnostic(code, clipped(message), location), cause);
  }

  /** {@return a message without what makes it too long} */
  static String clipped(String message) {
    if (message.length() <= MAX_MESSAGE) {
      return message;
    }
    int tail = 100;
    return message.substring(0, MAX_MESSAGE - tail)
        + "…"
        + message.substring(message.length() - tail);
  }
}
