package io.nwfilter.report;

import static io.nwfilter.report.Sample.HINT;
import static io.nwfilter.report.Sample.REMARK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What need not be wrong is told from warnings in every format. */
class HintTest {

  private static final List<Diagnostic> ALL =
      List.of(HINT.at("f.xml", 1, 1, "h"), REMARK.at("f.xml", 2, 1, "r"));

  private static DiagnosticReport report(ReportOptions.Builder options) {
    return DiagnosticReport.of(ALL, options.build());
  }

  @Test
  void formatsNameItsSeverity() {
    DiagnosticReport report = report(ReportOptions.builder());

    assertEquals(
        "f.xml:1:1: info: hint: h\nf.xml:2:1: warning: remark: r\n",
        DiagnosticFormat.TEXT.format(report));
    assertEquals(
        """
        ::notice file=f.xml,line=1,col=1,title=hint::h
        ::warning file=f.xml,line=2,col=1,title=remark::r
        """,
        DiagnosticFormat.GITHUB.format(report));
    assertTrue(DiagnosticFormat.JSON.format(report).contains("\"severity\" : \"info\""));
    assertTrue(DiagnosticFormat.JSON.format(report).contains("\"infos\" : 1"));
    assertTrue(DiagnosticFormat.SARIF.format(report).contains("\"level\" : \"note\""));
    assertFalse(DiagnosticFormat.SARIF.format(report).contains("\"level\" : \"info\""));
  }

  @Test
  void hintsAreNoWarnings() {
    assertEquals(1, report(ReportOptions.builder()).infoCount());
    assertEquals(1, report(ReportOptions.builder()).warningCount());
  }

  @Test
  void onlyItsOwnCodeRaisesAHint() {
    assertEquals(
        "f.xml:1:1: info: hint: h\nf.xml:2:1: error: remark: r\n",
        report(ReportOptions.builder().raiseAll()).toString());
    assertEquals(
        "f.xml:1:1: error: hint: h\nf.xml:2:1: warning: remark: r\n",
        report(ReportOptions.builder().raise(HINT)).toString());
  }

  @Test
  void hintsCanBeLeftOut() {
    assertEquals(
        "f.xml:2:1: warning: remark: r\n", report(ReportOptions.builder().hide(HINT)).toString());
    assertEquals("", report(ReportOptions.builder().errorsOnly()).toString());
  }
}
