package io.nwfilter.xml.diagnostic;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document that cannot be read or honoured. The diagnostics name document, line and column. */
public final class DocumentException extends NwfilterException {

  private static final long serialVersionUID = 1L;

  /** The longest message; it quotes values and names, and those may be of any length. */
  private static final int MAX_MESSAGE = 500;

  /** What is left of the document. */
  private transient @Nullable Object legalPart;

  /**
   * Creates an exception for one diagnostic.
   *
   * @param diagnostic what is wrong, and where
   */
  public DocumentException(Diagnostic diagnostic) {
    super(diagnostic);
  }

  /**
   * Creates an exception for everything that was found in a document.
   *
   * @param diagnostics what is wrong, with the warnings that were found on the way; at least one is
   *     an error
   * @throws IllegalArgumentException if none is an error
   */
  public DocumentException(List<Diagnostic> diagnostics) {
    super(diagnostics);
  }

  /**
   * Creates an exception for everything that was found in a document, with what is left of the
   * document without its illegal parts.
   *
   * @param diagnostics what is wrong, with the warnings that were found on the way; at least one is
   *     an error
   * @param legalPart the rest of the document, see {@link #legalPart}; null if there is none
   * @throws IllegalArgumentException if none is an error
   */
  public DocumentException(List<Diagnostic> diagnostics, @Nullable Object legalPart) {
    super(diagnostics);
    this.legalPart = legalPart;
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

  /**
   * Creates an exception.
   *
   * @param code what it is about
   * @param location where it is
   * @param message one sentence; clipped if it is too long
   */
  public DocumentException(DiagnosticCode code, SourceLocation location, String message) {
    super(new Diagnostic(code, clipped(message), location));
  }

  /**
   * Creates an exception, with the exception that caused it.
   *
   * @param code what it is about
   * @param location where it is
   * @param message one sentence; clipped if it is too long
   * @param cause what was thrown below
   */
  public DocumentException(
      DiagnosticCode code, SourceLocation location, String message, Throwable cause) {
    super(new Diagnostic(code, clipped(message), location), cause);
  }

  /**
   * Returns what is left of a document without its illegal parts: a filter without the rules that
   * libvirt refuses, a domain with other values in place of illegal ones. It is there to look for
   * more errors, so that an author sees all of them at once, and for nothing else.
   *
   * @param <T> the type of the document
   * @param kind the class of the document, such as {@code Domain}
   * @return the rest; empty if nothing is left, or the document is of another kind
   */
  public <T> Optional<T> legalPart(Class<T> kind) {
    return kind.isInstance(legalPart) ? Optional.of(kind.cast(legalPart)) : Optional.empty();
  }

  /**
   * Returns a message that quotes a document, without what makes it too long: of more than 500
   * characters the first 400 and the last 100, with an ellipsis between them.
   *
   * @param message the message
   * @return the message, of at most 501 characters
   */
  public static String clipped(String message) {
    if (message.length() <= MAX_MESSAGE) {
      return message;
    }
    int tail = 100;
    return message.substring(0, MAX_MESSAGE - tail)
        + "…"
        + message.substring(message.length() - tail);
  }
}
