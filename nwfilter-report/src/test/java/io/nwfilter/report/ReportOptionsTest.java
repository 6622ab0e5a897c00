package io.nwfilter.report;

import static io.nwfilter.report.Sample.MISTAKE;
import static io.nwfilter.report.Sample.QUIRK;
import static io.nwfilter.report.Sample.REMARK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.testing.EqualsTester;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is left out, and what counts as an error. */
class ReportOptionsTest {

  private static final List<Diagnostic> ALL =
      List.of(
          QUIRK.at("f.xml", 1, 1, "q"),
          REMARK.at("f.xml", 2, 1, "r"),
          MISTAKE.at("f.xml", 3, 1, "m"));

  private static String report(ReportOptions.Builder options) {
    DiagnosticReport report = DiagnosticReport.of(ALL, options.build());
    return report
        + "errors: "
        + report.errorCount()
        + ", warnings: "
        + report.warningCount()
        + ", failed: "
        + report.hasErrors();
  }

  @Test
  void everythingIsShownAsItsCodeSays() {
    assertEquals(
        """
        f.xml:1:1: warning: quirk: q; write `drop`
        f.xml:2:1: warning: remark: r
        f.xml:3:1: error: mistake: m
        errors: 1, warnings: 2, failed: true\
        """,
        report(ReportOptions.builder()));
  }

  @Test
  void errorsOnly() {
    assertEquals(
        """
        f.xml:3:1: error: mistake: m
        errors: 1, warnings: 0, failed: true\
        """,
        report(ReportOptions.builder().errorsOnly()));
  }

  @Test
  void hiddenWarningsAreLeftOutButErrorsNever() {
    assertEquals(
        """
        f.xml:2:1: warning: remark: r
        f.xml:3:1: error: mistake: m
        errors: 1, warnings: 1, failed: true\
        """,
        report(ReportOptions.builder().hide(QUIRK).hide(MISTAKE)));
  }

  @Test
  void raisedWarningsAreErrors() {
    assertEquals(
        """
        f.xml:1:1: error: quirk: q; write `drop`
        f.xml:2:1: warning: remark: r
        f.xml:3:1: error: mistake: m
        errors: 2, warnings: 1, failed: true\
        """,
        report(ReportOptions.builder().raise(QUIRK)));
    assertEquals(
        """
        f.xml:1:1: error: quirk: q; write `drop`
        f.xml:2:1: error: remark: r
        f.xml:3:1: error: mistake: m
        errors: 3, warnings: 0, failed: true\
        """,
        report(ReportOptions.builder().raiseAll()));
  }

  @Test
  void raisedWarningsAreShownAmongErrorsOnly() {
    assertEquals(
        """
        f.xml:2:1: error: remark: r
        f.xml:3:1: error: mistake: m
        errors: 2, warnings: 0, failed: true\
        """,
        report(ReportOptions.builder().errorsOnly().raise(REMARK)));
  }

  @Test
  void hidingWinsOverRaising() {
    assertEquals(
        """
        f.xml:2:1: error: remark: r
        f.xml:3:1: error: mistake: m
        errors: 2, warnings: 0, failed: true\
        """,
        report(ReportOptions.builder().raiseAll().raise(QUIRK).hide(QUIRK)));
  }

  @Test
  void warningsAreNoFailure() {
    DiagnosticReport report = DiagnosticReport.of(List.of(QUIRK.at("f.xml", 1, 1, "q")));

    assertEquals(false, report.hasErrors());
    assertEquals(1, report.warningCount());
  }

  @Test
  void anErrorMayBeReportedAsAWarning() {
    Finding finding = Finding.of(MISTAKE.at("f.xml", 1, 1, "m")).as(Severity.WARNING);

    assertEquals(
        "f.xml:1:1: warning: mistake: m\n",
        DiagnosticReport.ofFindings(List.of(finding), ReportOptions.DEFAULT).toString());
    assertEquals(
        "",
        DiagnosticReport.ofFindings(List.of(finding), ReportOptions.builder().hide(MISTAKE).build())
            .toString());
    assertEquals(
        "f.xml:1:1: error: mistake: m\n",
        DiagnosticReport.ofFindings(
                List.of(finding), ReportOptions.builder().raise(MISTAKE).build())
            .toString());
  }

  @Test
  void equality() {
    new EqualsTester()
        .addEqualityGroup(
            ReportOptions.DEFAULT, ReportOptions.builder().tool("nwfilter", "").build())
        .addEqualityGroup(ReportOptions.builder().ungrouped().build())
        .addEqualityGroup(ReportOptions.builder().errorsOnly().build())
        .addEqualityGroup(ReportOptions.builder().hide(QUIRK).build())
        .addEqualityGroup(ReportOptions.builder().raise(QUIRK).build())
        .addEqualityGroup(ReportOptions.builder().raiseAll().build())
        .addEqualityGroup(ReportOptions.builder().tool("nwfilter", "1").build())
        .testEquals();
  }

  @Test
  void formatsHaveNames() {
    assertEquals(List.of("text", "json", "sarif", "github"), DiagnosticFormat.names());
    assertEquals(Optional.of(DiagnosticFormat.SARIF), DiagnosticFormat.of("sarif"));
    assertEquals(Optional.empty(), DiagnosticFormat.of("SARIF"));
  }

  @Test
  void aGroupIsNeverEmpty() {
    assertEquals(
        "a group has at least one diagnostic",
        assertThrows(IllegalArgumentException.class, () -> new DiagnosticGroup(List.of()))
            .getMessage());
  }
}
