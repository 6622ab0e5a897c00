package io.nwfilter.report;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;

/** The JSON form, which {@link DiagnosticFormat#JSON} documents. */
final class JsonReport {

  private static final int VERSION = 1;

  private final JsonText json;

  private JsonReport(JsonText json) {
    this.json = json;
  }

  static String write(DiagnosticReport report) {
    return JsonText.object(json -> new JsonReport(json).report(report));
  }

  private void report(DiagnosticReport report) {
    json.member("version", VERSION);
    json.object(
        "tool",
        tool -> {
          tool.member("name", report.options().tool());
          tool.member("version", report.options().version());
        });
    json.member("errors", report.errorCount());
    json.member("warnings", report.warningCount());
    json.member("infos", report.infoCount());
    json.array("diagnostics", report.groups(), this::entry);
  }

  private void entry(DiagnosticGroup group) {
    Diagnostic first = group.first().diagnostic();
    json.member("code", first.code().id());
    json.member("severity", group.first().severity().toString());
    json.member("message", Diagnostic.printable(first.message()));
    json.member("advice", first.code().advice());
    place(first.location());
    json.array("path", first.path().steps(), this::step);
    json.member("count", group.count());
    json.array("places", members(group), member -> member(first, member));
  }

  private void place(SourceLocation location) {
    if (DiagnosticReport.isInFile(location)) {
      json.member("file", location.document());
    } else {
      json.none("file");
    }
    lineAndColumn(location);
  }

  private void lineAndColumn(SourceLocation location) {
    json.known("line", location.line());
    json.known("column", location.column());
  }

  private void step(ReferencePath.Step step) {
    json.member("filter", step.filter());
    place(step.reference());
  }

  /** {@return the members, each once} */
  private static List<Diagnostic> members(DiagnosticGroup group) {
    return group.members().stream().map(Finding::diagnostic).distinct().toList();
  }

  private void member(Diagnostic first, Diagnostic member) {
    lineAndColumn(member.location());
    if (!member.path().equals(first.path())) {
      json.array("path", member.path().steps(), this::step);
    }
    if (!member.message().equals(first.message())) {
      json.member("message", Diagnostic.printable(member.message()));
    }
  }
}
