package io.nwfilter.report;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.Comparator;
import java.util.List;

/** SARIF 2.1.0 (OASIS Standard); the numbers in comments are those of its sections. */
final class SarifReport {

  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private final JsonText json;
  private final DiagnosticReport report;
  private final List<DiagnosticCode> rules;

  private SarifReport(JsonText json, DiagnosticReport report) {
    this.json = json;
    this.report = report;
    this.rules =
        report.findings().stream()
            .map(finding -> finding.diagnostic().code())
            .distinct()
            .sorted(Comparator.comparing(DiagnosticCode::id))
            .toList();
  }

  static String write(DiagnosticReport report) {
    return JsonText.object(json -> new SarifReport(json, report).log());
  }

  private void log() {
    json.member("$schema", SCHEMA);
    json.member("version", "2.1.0");
    json.array("runs", List.of(report), run -> run());
  }

  private void run() {
    json.object("tool", tool -> tool.object("driver", driver -> driver()));
    json.member("columnKind", "utf16CodeUnits");
    if (!report.options().notes().isEmpty()) {
      json.array("invocations", report.options().notes().subList(0, 1), run -> invocation());
    }
    json.array("results", report.findings(), this::result);
  }

  /** Writes the remarks about the whole run (3.20.21). */
  private void invocation() {
    json.member("executionSuccessful", true);
    json.array("toolExecutionNotifications", report.options().notes(), this::notification);
  }

  private void notification(String note) {
    json.text("message", SarifReport::escaped, note);
    json.member("level", "note");
  }

  private void driver() {
    json.member("name", report.options().tool());
    if (!report.options().version().isEmpty()) {
      json.member("version", report.options().version());
    }
    json.array("rules", rules, rule -> new SarifRule(rule).write(json));
  }

  private void result(Finding finding) {
    Diagnostic diagnostic = finding.diagnostic();
    json.member("ruleId", diagnostic.code().id());
    json.member("ruleIndex", rules.indexOf(diagnostic.code()));
    json.member("level", level(finding.severity()));
    json.text("message", SarifReport::escaped, diagnostic.explanation());
    json.array("locations", List.of(diagnostic.location()), this::location);
    List<ReferencePath.Step> steps =
        diagnostic.path().steps().stream()
            .filter(step -> !step.reference().equals(SourceLocation.NONE))
            .toList();
    if (!steps.isEmpty()) {
      json.array("relatedLocations", steps, this::step);
    }
  }

  /** {@return the level of a severity (3.27.10)} */
  static String level(Severity severity) {
    return severity == Severity.INFO ? "note" : severity.toString();
  }

  private void location(SourceLocation location) {
    if (DiagnosticReport.isInNamedFile(location)) {
      json.object("physicalLocation", physical -> physical(location));
    } else {
      json.array("logicalLocations", List.of(name(location)), this::logical);
    }
  }

  /** {@return the name of a place that is not in a file; standard input has no URI, but lines} */
  private static String name(SourceLocation location) {
    return location.document().equals(DiagnosticReport.STANDARD_INPUT)
        ? location.toString().replaceFirst("^-", "standard input")
        : location.document();
  }

  private void logical(String name) {
    json.member("name", Diagnostic.printable(name));
  }

  private void physical(SourceLocation location) {
    json.object(
        "artifactLocation", file -> file.member("uri", DocumentUri.of(location.document())));
    if (location.line() > 0) {
      json.object("region", region -> region(location));
    }
  }

  private void region(SourceLocation location) {
    json.member("startLine", location.line());
    if (location.column() > 0) {
      json.member("startColumn", location.column());
    }
  }

  private void step(ReferencePath.Step step) {
    location(step.reference());
    json.text(
        "message",
        SarifReport::escaped,
        Diagnostic.printable("filter '" + step.filter() + "' is referenced here"));
  }

  /**
   * {@return a text that a viewer shows as it is} Braces are doubled, as they enclose placeholders
   * (3.11.5). Where brackets could be an embedded link (3.11.6), they and backslashes are escaped:
   * no document can put a link of its own into a report.
   */
  static String escaped(String text) {
    String doubled = text.replace("{", "{{").replace("}", "}}");
    return doubled.contains("](")
        ? doubled.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
        : doubled;
  }
}
