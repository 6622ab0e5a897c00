package io.nwfilter.report;

import static io.nwfilter.report.Sample.HOSTILE;
import static io.nwfilter.report.Sample.MISTAKE;
import static io.nwfilter.report.Sample.QUIRK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documented form, as a whole. */
class JsonFormatTest {

  @Test
  void theWholeForm() {
    Diagnostic nested =
        new Diagnostic(
            QUIRK, "port 23 is lost", new SourceLocation("g.xml", 9, 3), Sample.path("f", "g"));
    Diagnostic other =
        new Diagnostic(
            QUIRK, "port 22 is lost", new SourceLocation("g.xml", 4, 3), Sample.path("f", "g"));

    assertEquals(
        """
        {
          "version" : 1,
          "tool" : {
            "name" : "nwfilter",
            "version" : "0.1.0"
          },
          "errors" : 1,
          "warnings" : 2,
          "diagnostics" : [
            {
              "code" : "mistake",
              "severity" : "error",
              "message" : "no such file",
              "advice" : "write another one",
              "file" : "no.xml",
              "line" : null,
              "column" : null,
              "path" : [ ],
              "count" : 1,
              "places" : [
                {
                  "line" : null,
                  "column" : null
                }
              ]
            },
            {
              "code" : "quirk",
              "severity" : "warning",
              "message" : "port 22 is lost",
              "advice" : "write `drop`",
              "file" : "g.xml",
              "line" : 4,
              "column" : 3,
              "path" : [
                {
                  "filter" : "f",
                  "file" : "guest.xml",
                  "line" : 8,
                  "column" : 7
                },
                {
                  "filter" : "g",
                  "file" : "f.xml",
                  "line" : 2,
                  "column" : 5
                }
              ],
              "count" : 2,
              "places" : [
                {
                  "line" : 4,
                  "column" : 3
                },
                {
                  "line" : 9,
                  "column" : 3,
                  "message" : "port 23 is lost"
                }
              ]
            }
          ]
        }
        """,
        DiagnosticFormat.JSON.format(
            DiagnosticReport.of(
                List.of(MISTAKE.at("no.xml", 0, 0, "no such file"), nested, other),
                ReportOptions.builder().tool("nwfilter", "0.1.0").build())));
  }

  @Test
  void nothingIsAWholeDocument() {
    assertEquals(
        """
        {
          "version" : 1,
          "tool" : {
            "name" : "nwfilter",
            "version" : ""
          },
          "errors" : 0,
          "warnings" : 0,
          "diagnostics" : [ ]
        }
        """,
        DiagnosticFormat.JSON.format(DiagnosticReport.of(List.of())));
  }

  @Test
  void whatIsNoFileHasNone() {
    Diagnostic inCode = new Diagnostic(QUIRK, "m", SourceLocation.NONE);

    JsonNode entry = read(inCode);

    assertTrue(entry.get("file").isNull(), entry::toString);
  }

  @Test
  void hostileTextsComeBackAndAreAscii() {
    Diagnostic hostile =
        new Diagnostic(MISTAKE, HOSTILE, new SourceLocation(HOSTILE, 1, 2), Sample.path(HOSTILE));
    String json = DiagnosticFormat.JSON.format(DiagnosticReport.of(List.of(hostile)));

    assertTrue(json.chars().allMatch(c -> c == '\n' || (' ' <= c && c <= '~')), json);
    JsonNode entry = read(hostile);
    String wellFormed = HOSTILE.replace(" \ud800 ", " \ufffd ");
    assertEquals(wellFormed, entry.get("file").asString());
    assertEquals(wellFormed, entry.get("path").get(0).get("filter").asString());
    assertEquals(Diagnostic.printable(HOSTILE), entry.get("message").asString());
  }

  private static JsonNode read(Diagnostic diagnostic) {
    return JsonMapper.shared()
        .readTree(DiagnosticFormat.JSON.format(DiagnosticReport.of(List.of(diagnostic))))
        .get("diagnostics")
        .get(0);
  }
}
