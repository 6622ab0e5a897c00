package io.nwfilter.core.diagnostic;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * One thing the library says about a document.
 *
 * @param code what it is about; its severity and stable name
 * @param message one sentence with the value, what was expected and why
 * @param location where it is
 */
public record Diagnostic(DiagnosticCode code, String message, SourceLocation location)
    implements Comparable<Diagnostic> {

  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparing(Diagnostic::location)
          .thenComparing(Diagnostic::code)
          .thenComparing(Diagnostic::message);

  /** Where messages are cut, in characters: they quote values that may be huge. */
  public static final int MAX_MESSAGE = 1_000;

  /**
   * Checks that all components are given, and cuts the message where it is too long.
   *
   * @param code what it is about
   * @param message one sentence
   * @param location where it is
   */
  public Diagnostic {
    requireNonNull(code);
    requireNonNull(location);
    if (message.length() > MAX_MESSAGE) {
      message = message.substring(0, MAX_MESSAGE) + "…";
    }
  }

  /** Compares by place, then by code and message. */
  @Override
  public int compareTo(Diagnostic other) {
    return ORDER.compare(this, other);
  }

  /** {@return the severity of the code} */
  public Severity severity() {
    return code.severity();
  }

  /**
   * {@return the form {@code DOCUMENT:LINE:COLUMN: SEVERITY: CODE: MESSAGE; ADVICE} on a single
   * line} The advice, what to write instead, is there where libvirt does something else than is
   * written; other messages name what was expected.
   */
  @Override
  public String toString() {
    return location
        + ": "
        + severity()
        + ": "
        + code.id()
        + ": "
        + printable(message)
        + (code.asWritten().isPresent() ? "; " + code.advice() : "");
  }

  /**
   * {@return a text in which every character that could break a line or steer a terminal (control,
   * format and line separator characters) stands as {@code \}{@code uXXXX}, as do halves of
   * surrogate pairs}
   *
   * @param text any text
   */
  public static String printable(String text) {
    if (text.codePoints().noneMatch(Diagnostic::isUnsafe)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(codePoint -> append(codePoint, out));
    return out.toString();
  }

  private static void append(int codePoint, StringBuilder out) {
    if (isUnsafe(codePoint)) {
      for (char c : Character.toChars(codePoint)) {
        out.append(String.format("\\u%04x", (int) c));
      }
    } else {
      out.appendCodePoint(codePoint);
    }
  }

  private static boolean isUnsafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
