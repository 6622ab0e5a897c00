package io.nwfilter.report;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Severity;

/**
 * A diagnostic with the severity that it is reported with: that of its code, unless somebody
 * decided otherwise.
 *
 * @param diagnostic the diagnostic
 * @param severity the severity to report
 */
public record Finding(Diagnostic diagnostic, Severity severity) {

  /**
   * Checks that both components are given.
   *
   * @param diagnostic the diagnostic
   * @param severity the severity to report
   */
  public Finding {
    requireNonNull(diagnostic);
    requireNonNull(severity);
  }

  /**
   * {@return a diagnostic with the severity of its code}
   *
   * @param diagnostic the diagnostic
   */
  public static Finding of(Diagnostic diagnostic) {
    return new Finding(diagnostic, diagnostic.severity());
  }

  /**
   * {@return the same diagnostic with another severity}
   *
   * @param other the severity to report
   */
  public Finding as(Severity other) {
    return new Finding(diagnostic, other);
  }

  boolean isError() {
    return severity == Severity.ERROR;
  }
}
