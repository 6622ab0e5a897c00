package io.nwfilter.report;

import static io.nwfilter.report.Sample.HOSTILE;
import static io.nwfilter.report.Sample.MISTAKE;
import static io.nwfilter.report.Sample.QUIRK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import java.util.stream.IntStream;
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
          "infos" : 0,
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
          "infos" : 0,
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

  private static JsonNode entries(List<Diagnostic> diagnostics) {
    return new JsonMapper()
        .readTree(DiagnosticFormat.JSON.format(DiagnosticReport.of(diagnostics)))
        .get("diagnostics");
  }

  private static Diagnostic reached(String message, int line, String... path) {
    return new Diagnostic(QUIRK, message, new SourceLocation("f.xml", line, 3), Sample.path(path));
  }

  @Test
  void everyMessageAndPathOfAPlaceIsThere() {
    JsonNode entries =
        entries(
            List.of(
                reached("A", 4, "a", "f"), reached("A", 4, "b", "f"), reached("B", 4, "a", "f")));

    assertEquals(2, entries.size());
    assertEquals("A", entries.get(0).get("message").asString());
    assertEquals("B", entries.get(1).get("message").asString());
    assertEquals(
        """
        [{"line":4,"column":3},{"line":4,"column":3,"path":[\
        {"filter":"b","file":"guest.xml","line":8,"column":7},\
        {"filter":"f","file":"b.xml","line":2,"column":5}]}]\
        """,
        entries.get(0).get("places").toString());
  }

  @Test
  void thePlacesOfManyRulesAreListedInOnePass() {
    int count = 60_000;
    JsonNode places =
        entries(IntStream.rangeClosed(1, count).mapToObj(line -> reached("A", line, "f")).toList())
            .get(0)
            .get("places");

    assertEquals(count, places.size());
    assertEquals(count, places.get(count - 1).get("line").asInt());
  }

  @Test
  void theLogOfAWorkflowRunsNothing() {
    String json =
        DiagnosticFormat.JSON.format(
            DiagnosticReport.of(List.of(MISTAKE.at("a##[x].xml", 1, 1, "##[stop-commands]x"))));

    assertFalse(json.contains("##["), json);
    JsonNode entry = new JsonMapper().readTree(json).get("diagnostics").get(0);
    assertEquals("a##[x].xml", entry.get("file").asString());
    assertEquals("##[stop-commands]x", entry.get("message").asString());
  }

  @Test
  void whatIsNotAFileIsNotCalledOne() {
    JsonNode entries =
        entries(List.of(MISTAKE.at("<domain 'web', interface 1 (vnet0)>", 0, 0, "b")));

    assertTrue(entries.get(0).get("file").isNull());
  }
}
