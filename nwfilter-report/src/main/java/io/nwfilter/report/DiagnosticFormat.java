package io.nwfilter.report;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The forms of a report. Whatever documents and their names hold, a form stays whole: no character
 * of them ends a line, steers a terminal or starts a command.
 */
public enum DiagnosticFormat {
  /**
   * A line for each entry, {@code FILE:LINE:COLUMN: warning|error: CODE: MESSAGE}, with the number
   * of places at its end if there are several.
   */
  TEXT,
  /**
   * One JSON object, in ASCII. Its {@code version} is 1, and changes only if a consumer has to. The
   * array {@code diagnostics} has an object for each entry with {@code code}, {@code severity},
   * {@code message}, {@code advice}, {@code file}, {@code line}, {@code column}, {@code path},
   * {@code count} and {@code places}. Nothing is left out: {@code file}, {@code line} and {@code
   * column} are null where they are not known; a place has a {@code message} or a {@code path} of
   * its own if it differs, and appears once for each. Members may be added.
   */
  JSON,
  /**
   * SARIF 2.1.0 (OASIS Standard, Static Analysis Results Interchange Format), in ASCII: a result
   * for each place, never grouped, with the references that led there as related locations.
   */
  SARIF,
  /**
   * Commands for the log of a GitHub workflow, which become annotations: {@code ::warning
   * file=…,line=…,col=…,title=CODE::MESSAGE}.
   */
  GITHUB;

  /**
   * {@return the form of a name; empty if there is none}
   *
   * @param name such as {@code sarif}, in lower case
   */
  public static Optional<DiagnosticFormat> of(String name) {
    return Arrays.stream(values()).filter(format -> format.toString().equals(name)).findFirst();
  }

  /** {@return the names of all forms} */
  public static List<String> names() {
    return Arrays.stream(values())
        .map(DiagnosticFormat::toString)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Writes a report.
   *
   * @param report the report
   * @param out where to; it is not closed
   * @throws IOException if that cannot be written
   */
  public void write(DiagnosticReport report, Appendable out) throws IOException {
    out.append(format(report));
  }

  /**
   * Writes diagnostics as they are, grouped.
   *
   * @param diagnostics the diagnostics
   * @param out where to; it is not closed
   * @throws IOException if that cannot be written
   */
  public void write(Collection<Diagnostic> diagnostics, Appendable out) throws IOException {
    write(DiagnosticReport.of(diagnostics), out);
  }

  /**
   * {@return a report as text; JSON and SARIF are a whole document even if there is nothing to
   * report}
   *
   * @param report the report
   */
  public String format(DiagnosticReport report) {
    return switch (this) {
      case TEXT -> TextReport.write(report);
      case JSON -> JsonReport.write(report);
      case SARIF -> SarifReport.write(report);
      case GITHUB -> GithubReport.write(report);
    };
  }

  /** {@return the name, in lower case} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
