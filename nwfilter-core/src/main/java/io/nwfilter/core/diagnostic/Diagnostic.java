package io.nwfilter.core.diagnostic;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * One thing that the library reports about a document.
 *
 * @param code what it is about; its severity and stable name
 * @param message one sentence with the value, what was expected and why
 * @param location where it is
 * @param path how the filter that it is in was reached; {@link ReferencePath#EMPTY} if it is about
 *     a document, or about an interface as a whole
 */
public record Diagnostic(
    DiagnosticCode code, String message, SourceLocation location, ReferencePath path)
    implements Comparable<Diagnostic> {

  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparing(Diagnostic::location)
          .thenComparing(diagnostic -> diagnostic.code().id())
          .thenComparing(Diagnostic::message)
          .thenComparing(Diagnostic::path);

  /** Where messages are cut, in characters: they quote values that may be huge. */
  public static final int MAX_MESSAGE = 1_000;

  /**
   * Checks that all components are given, and cuts the message where it is too long.
   *
   * @param code what it is about
   * @param message one sentence
   * @param location where it is
   * @param path how the filter that it is in was reached
   */
  public Diagnostic {
    requireNonNull(code);
    requireNonNull(location);
    requireNonNull(path);
    message = cut(message);
  }

  /**
   * Creates a diagnostic about something that is not reached by references.
   *
   * @param code what it is about
   * @param message one sentence
   * @param location where it is
   */
  public Diagnostic(DiagnosticCode code, String message, SourceLocation location) {
    this(code, message, location, ReferencePath.EMPTY);
  }

  /**
   * Creates a diagnostic about something that is reached by references.
   *
   * @param code what it is about
   * @param message one sentence
   * @param origin where it is, and how it was reached
   */
  public Diagnostic(DiagnosticCode code, String message, Origin origin) {
    this(code, message, origin.location(), origin.path());
  }

  private static String cut(String text) {
    return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "…" : text;
  }

  /** {@return where it is, and how it was reached} */
  public Origin origin() {
    return new Origin(location, path);
  }

  /** Compares by place, then by code, message and path. */
  @Override
  public int compareTo(Diagnostic other) {
    return ORDER.compare(this, other);
  }

  /** {@return the severity of the code} */
  public Severity severity() {
    return code.severity();
  }

  /**
   * {@return the form {@code DOCUMENT:LINE:COLUMN: SEVERITY: CODE: MESSAGE (in PATH); ADVICE} on a
   * single line} The path is there unless it is empty. The advice, what to write instead, is there
   * where libvirt does something other than what is written; other messages name what was expected,
   * and so do those that end with a question.
   */
  @Override
  public String toString() {
    return location + ": " + severity() + ": " + code.id() + ": " + explanation();
  }

  /**
   * {@return the form {@code MESSAGE (in PATH); ADVICE} on a single line} It is the end of {@link
   * #toString()}, without what tools want by itself: the place, the severity and the code.
   */
  public String explanation() {
    return printable(messageAndPath())
        + (code.asWritten().isPresent() ? adviceAfter(message, code) : "");
  }

  /**
   * {@return {@code ; ADVICE}, to be put after a message; empty if the message ends with a
   * question: it then suggests something better than what is good advice in general}
   *
   * @param message the message
   * @param code the code, whose advice it is
   */
  public static String adviceAfter(String message, DiagnosticCode code) {
    return message.endsWith("?") ? "" : "; " + code.advice();
  }

  /** {@return both, cut as messages are: names of filters may be huge as well} */
  private String messageAndPath() {
    return path.isEmpty() || message.length() > MAX_MESSAGE
        ? message
        : cut(message + " (in " + path + ")");
  }

  /**
   * {@return a text in which every character that could break a line or steer a terminal (control,
   * format and line separator characters) is replaced by {@code \}{@code uXXXX}, as are halves of
   * surrogate pairs}
   *
   * @param text any text
   */
  public static String printable(String text) {
    if (isPlain(text) || text.codePoints().noneMatch(Diagnostic::isUnsafe)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(codePoint -> append(codePoint, out));
    return out.toString();
  }

  /** {@return whether a text has only printable characters of ASCII, as most have} */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
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
