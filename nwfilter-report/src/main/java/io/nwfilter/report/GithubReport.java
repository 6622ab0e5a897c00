package io.nwfilter.report;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.diagnostic.SourceLocation;

/**
 * Workflow commands (GitHub Docs, "Workflow commands for GitHub Actions", setting a notice, a
 * warning or an error message).
 */
final class GithubReport {

  private final StringBuilder out = new StringBuilder();

  private GithubReport() {}

  static String write(DiagnosticReport report) {
    GithubReport github = new GithubReport();
    report.groups().forEach(github::command);
    return github.out.toString();
  }

  private void command(DiagnosticGroup group) {
    Diagnostic first = group.first().diagnostic();
    SourceLocation location = first.location();
    out.append("::").append(kind(group.first().severity())).append(' ');
    if (DiagnosticReport.isInNamedFile(location)) {
      property("file", location.document());
      number("line", location.line());
      number("col", location.column());
    }
    property("title", first.code().id());
    out.setLength(out.length() - 1); // the comma
    out.append("::").append(data(group.explanation())).append('\n');
  }

  private static String kind(Severity severity) {
    return severity == Severity.INFO ? "notice" : severity.toString();
  }

  private void number(String name, int value) {
    if (value > 0) {
      property(name, Integer.toString(value));
    }
  }

  private void property(String name, String value) {
    out.append(name).append('=');
    out.append(data(value).replace(":", "%3A").replace(",", "%2C")).append(',');
  }

  /** A log is also read in terminals, so that what could steer one is escaped as well. */
  private static String data(String text) {
    return Diagnostic.printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"));
  }
}
