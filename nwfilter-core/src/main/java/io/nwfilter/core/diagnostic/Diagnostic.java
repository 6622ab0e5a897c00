package io.nwfilter.core.diagnostic;

import static java.util.Objects.requireNonNull;

/**
 * One thing the library says about a document.
 *
 * @param code what it is about; its severity and stable name
 * @param message one sentence with the value, what was expected and why
 * @param location where it is
 */
public record Diagnostic(DiagnosticCode code, String message, SourceLocation location) {

  /**
   * Checks that all components are given.
   *
   * @param code what it is about
   * @param message one sentence
   * @param location where it is
   */
  public Diagnostic {
    requireNonNull(code);
    requireNonNull(message);
    requireNonNull(location);
  }

  /** Returns the severity of the code. */
  public Severity severity() {
    return code.severity();
  }

  /** Returns the form {@code DOCUMENT:LINE:COLUMN: SEVERITY: CODE: MESSAGE} on a single line. */
  @Override
  public String toString() {
    return location + ": " + severity() + ": " + code.id() + ": " + printable(message);
  }

  /**
   * Returns a text in which every control character stands as {@code \}{@code uXXXX}, so that a
   * value out of a document can neither break a line nor steer a terminal.
   *
   * @param text any text
   */
  public static String printable(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        if (out == null) {
          out = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        out.append(String.format("\\u%04x", (int) c));
      } else if (out != null) {
        out.append(c);
      }
    }
    return out == null ? text : out.toString();
  }
}
