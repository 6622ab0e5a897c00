package io.nwfilter.core.diagnostic;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The root of everything this library throws because of what a document says. It carries all that
 * is known to be wrong, as {@link Diagnostic}s; the message is their lines.
 */
public class NwfilterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** How many lines a message has; {@link #diagnostics()} has them all. */
  private static final int MAX_LINES = 20;

  private final transient ImmutableList<Diagnostic> diagnostics;

  /**
   * Creates an exception for one diagnostic.
   *
   * @param diagnostic what is wrong, and where
   */
  public NwfilterException(Diagnostic diagnostic) {
    this(ImmutableList.of(diagnostic));
  }

  /**
   * Creates an exception for one diagnostic, with the exception that caused it.
   *
   * @param diagnostic what is wrong, and where
   * @param cause what was thrown below
   */
  public NwfilterException(Diagnostic diagnostic, Throwable cause) {
    super(diagnostic.toString(), cause);
    this.diagnostics = ImmutableList.of(diagnostic);
  }

  /**
   * Creates an exception for everything that was found.
   *
   * @param diagnostics what is wrong, with the warnings that were found on the way; at least one is
   *     an error
   * @throws IllegalArgumentException if none is an error
   */
  public NwfilterException(List<Diagnostic> diagnostics) {
    super(message(diagnostics));
    this.diagnostics = ImmutableList.copyOf(diagnostics);
  }

  private static String message(List<Diagnostic> diagnostics) {
    ImmutableList<Diagnostic> errors =
        diagnostics.stream()
            .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
            .collect(toImmutableList());
    checkArgument(!errors.isEmpty(), "none of %s diagnostics is an error", diagnostics.size());
    String lines =
        errors.stream()
            .limit(MAX_LINES)
            .map(Diagnostic::toString)
            .collect(Collectors.joining("\n"));
    int more = errors.size() - MAX_LINES;
    return more > 0 ? lines + "\nand " + more + " more" : lines;
  }

  /** {@return the first error} */
  public Diagnostic diagnostic() {
    return diagnostics.stream()
        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
        .findFirst()
        .orElseThrow();
  }

  /** {@return all errors that were found, and the warnings} */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
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
