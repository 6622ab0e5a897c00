package io.nwfilter.core.diagnostic;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The root of everything this library throws because of what a document says. It carries the {@link
 * Diagnostic}; the message is the diagnostic's line.
 */
public class NwfilterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  /**
   * Creates an exception for one diagnostic.
   *
   * @param diagnostic what is wrong, and where
   */
  public NwfilterException(Diagnostic diagnostic) {
    super(diagnostic.toString());
    this.diagnostic = requireNonNull(diagnostic);
  }

  /**
   * Creates an exception for one diagnostic, with the exception that caused it.
   *
   * @param diagnostic what is wrong, and where
   * @param cause what was thrown below
   */
  public NwfilterException(Diagnostic diagnostic, Throwable cause) {
    super(diagnostic.toString(), cause);
    this.diagnostic = requireNonNull(diagnostic);
  }

  /** {@return what is wrong, and where} */
  public Diagnostic diagnostic() {
    return diagnostic;
  }

  /** {@return what is wrong, and behind it what else there is to know about the failure} */
  public List<Diagnostic> diagnostics() {
    return ImmutableList.of(diagnostic);
  }

  /**
   * {@return a supplier of such an exception, for {@code orElseThrow}}
   *
   * @param code what it is about
   * @param message one sentence
   * @param location where it is
   */
  public static Supplier<NwfilterException> supplier(
      DiagnosticCode code, String message, SourceLocation location) {
    return () -> new NwfilterException(new Diagnostic(code, message, location));
  }

  /**
   * {@return a supplier of such an exception, for {@code orElseThrow}}
   *
   * @param code what it is about
   * @param message one sentence
   * @param origin where it is, and how it was reached
   */
  public static Supplier<NwfilterException> supplier(
      DiagnosticCode code, String message, Origin origin) {
    return () -> new NwfilterException(new Diagnostic(code, message, origin));
  }
}
