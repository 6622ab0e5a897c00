package io.nwfilter.core.diagnostic;

import java.util.Locale;

/** How much a {@link Diagnostic} matters. */
public enum Severity {
  /** Nothing need be wrong, but the author may want to know. */
  INFO,
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
