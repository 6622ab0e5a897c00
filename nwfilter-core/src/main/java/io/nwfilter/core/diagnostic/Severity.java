package io.nwfilter.core.diagnostic;

import java.util.Locale;

/** How much a {@link Diagnostic} matters. */
public enum Severity {
  /** The rules are complete, but not what the author may have meant. */
  WARNING,
  /** There are no rules: the document cannot be compiled. */
  ERROR;

  /** {@return the lower-case name, as the command prints it} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
