package io.nwfilter.report;

import static io.nwfilter.report.Sample.HOSTILE;
import static io.nwfilter.report.Sample.MISTAKE;
import static io.nwfilter.report.Sample.QUIRK;
import static io.nwfilter.report.Sample.REMARK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SARIF that the schema of SARIF 2.1.0 takes. */
class SarifFormatTest {

  private static Schema schema;

  @BeforeAll
  static void readSchema() throws IOException {
    try (InputStream in =
        SarifFormatTest.class.getResourceAsStream("/sarif/sarif-2.1.0-rtm.5.json")) {
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
              .getSchema(in, InputFormat.JSON);
    }
  }

  /** Returns the SARIF of diagnostics after the schema has taken it. */
  private static String sarif(ReportOptions options, Diagnostic... diagnostics) {
    String sarif =
        DiagnosticFormat.SARIF.format(DiagnosticReport.of(List.of(diagnostics), options));
    assertEquals(List.of(), validated(sarif), sarif);
    return sarif;
  }

  private static List<Error> validated(String sarif) {
    return schema.validate(
        sarif,
        InputFormat.JSON,
        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  private static JsonNode run(Diagnostic... diagnostics) {
    return JsonMapper.shared()
        .readTree(sarif(ReportOptions.DEFAULT, diagnostics))
        .get("runs")
        .get(0);
  }

  private static JsonNode location(Diagnostic diagnostic) {
    return run(diagnostic).get("results").get(0).get("locations").get(0);
  }

  @Test
  void theWholeForm() {
    Diagnostic quirk =
        new Diagnostic(QUIRK, "less", new SourceLocation("g.xml", 4, 3), Sample.path("f", "g"));

    assertEquals(
        """
        {
          "$schema" : "https://json.schemastore.org/sarif-2.1.0.json",
          "version" : "2.1.0",
          "runs" : [
            {
              "tool" : {
                "driver" : {
                  "name" : "nwfilter",
                  "version" : "0.1.0",
                  "rules" : [
                    {
                      "id" : "mistake",
                      "shortDescription" : {
                        "text" : "A value {{in braces}} is wrong."
                      },
                      "fullDescription" : {
                        "text" : "A value {{in braces}} is wrong. What to do: write another one."
                      },
                      "help" : {
                        "text" : "A value {{in braces}} is wrong.\\nWhat to do: write another one.",
                        "markdown" : "A value {{in braces}} is wrong.\\n\\n**What to do:** write another one.\\n"
                      },
                      "defaultConfiguration" : {
                        "level" : "error"
                      }
                    },
                    {
                      "id" : "quirk",
                      "shortDescription" : {
                        "text" : "The <rule> does less than is written."
                      },
                      "fullDescription" : {
                        "text" : "The <rule> does less than is written. Compiled as written: all of it. What to do: write drop."
                      },
                      "help" : {
                        "text" : "The <rule> does less than is written.\\nCompiled as written: all of it.\\nWhat to do: write drop.",
                        "markdown" : "The `<rule>` does less than is written.\\n\\n**Compiled as written:** all of it.\\n\\n**What to do:** write `drop`.\\n"
                      },
                      "defaultConfiguration" : {
                        "level" : "warning"
                      }
                    }
                  ]
                }
              },
              "columnKind" : "utf16CodeUnits",
              "results" : [
                {
                  "ruleId" : "quirk",
                  "ruleIndex" : 1,
                  "level" : "error",
                  "message" : {
                    "text" : "less (in f > g); write `drop`"
                  },
                  "locations" : [
                    {
                      "physicalLocation" : {
                        "artifactLocation" : {
                          "uri" : "g.xml"
                        },
                        "region" : {
                          "startLine" : 4,
                          "startColumn" : 3
                        }
                      }
                    }
                  ],
                  "relatedLocations" : [
                    {
                      "physicalLocation" : {
                        "artifactLocation" : {
                          "uri" : "guest.xml"
                        },
                        "region" : {
                          "startLine" : 8,
                          "startColumn" : 7
                        }
                      },
                      "message" : {
                        "text" : "filter 'f' is referenced here"
                      }
                    },
                    {
                      "physicalLocation" : {
                        "artifactLocation" : {
                          "uri" : "f.xml"
                        },
                        "region" : {
                          "startLine" : 2,
                          "startColumn" : 5
                        }
                      },
                      "message" : {
                        "text" : "filter 'g' is referenced here"
                      }
                    }
                  ]
                },
                {
                  "ruleId" : "mistake",
                  "ruleIndex" : 0,
                  "level" : "error",
                  "message" : {
                    "text" : "wrong"
                  },
                  "locations" : [
                    {
                      "physicalLocation" : {
                        "artifactLocation" : {
                          "uri" : "h.xml"
                        }
                      }
                    }
                  ]
                }
              ]
            }
          ]
        }
        """,
        sarif(
            ReportOptions.builder().tool("nwfilter", "0.1.0").raiseAll().build(),
            quirk,
            MISTAKE.at("h.xml", 0, 0, "wrong")));
  }

  @Test
  void nothingIsAWholeDocument() {
    JsonNode run = run();

    assertEquals("[]", run.get("results").toString());
    assertEquals("[]", run.get("tool").get("driver").get("rules").toString());
  }

  @Test
  void theSchemaRefusesWhatIsNotSarif() {
    String sarif = sarif(ReportOptions.DEFAULT, MISTAKE.at("h.xml", 1, 1, "wrong"));

    assertEquals(2, validated(sarif.replace("\"error\"", "\"fatal\"")).size());
    assertEquals(1, validated(sarif.replace("\"startLine\" : 1", "\"startLine\" : 0")).size());
    assertEquals(1, validated(sarif.replace("h.xml", "h .xml")).size());
  }

  @Test
  void resultsAreNeverGrouped() {
    JsonNode results = run(QUIRK.inFilter("less", 4, 5).toArray(Diagnostic[]::new)).get("results");

    assertEquals(2, results.size());
    assertEquals("less (in f); write `drop`", results.get(1).get("message").get("text").asString());
  }

  @Test
  void aRegionNeedsALine() {
    assertEquals(
        "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"e.xml\"},"
            + "\"region\":{\"startLine\":1}}}",
        location(MISTAKE.at("e.xml", 1, 0, "empty")).toString());
    assertEquals(
        "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"e.xml\"}}}",
        location(MISTAKE.at("e.xml", 0, 0, "no such file")).toString());
  }

  @Test
  void whatIsNoFileIsALogicalLocation() {
    assertEquals(
        "{\"logicalLocations\":[{\"name\":\"<code>\"}]}",
        location(new Diagnostic(REMARK, "m", SourceLocation.NONE)).toString());
    assertEquals(
        "{\"logicalLocations\":[{\"name\":\"stock:allow-arp\"}]}",
        location(MISTAKE.at("stock:allow-arp", 0, 0, "m")).toString());
    assertEquals(
        "{\"logicalLocations\":[{\"name\":\"-\"}]}",
        location(MISTAKE.at("-", 3, 1, "m")).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "filters/f.xml, filters/f.xml",
    "./filters/f.xml, filters/f.xml",
    "../f.xml, ../f.xml",
    "/etc/libvirt/nwfilter/f.xml, file:///etc/libvirt/nwfilter/f.xml",
    "a b%20#?.xml, a%20b%2520%23%3F.xml",
    "c:d.xml, c%3Ad.xml",
    "\u00e4\u20ac\ud83d\ude00.xml, %C3%A4%E2%82%AC%F0%9F%98%80.xml",
    "a\\b[1].xml, a%5Cb%5B1%5D.xml"
  })
  void filesAreUris(String file, String uri) {
    JsonNode physical = location(MISTAKE.at(file, 1, 1, "m")).get("physicalLocation");

    assertEquals(uri, physical.get("artifactLocation").get("uri").asString());
    assertEquals(uri, URI.create(uri).toString());
  }

  @Test
  void hostileTextsAreNeitherLinksNorPlaceholders() {
    Diagnostic hostile =
        new Diagnostic(MISTAKE, HOSTILE, new SourceLocation(HOSTILE, 1, 2), Sample.path(HOSTILE));
    String sarif = sarif(ReportOptions.DEFAULT, hostile);
    JsonNode result = run(hostile).get("results").get(0);
    String harmless =
        "\\\\u001b\\[31m\\\\u000d\\\\u000a::error::x\\\\u0000\\\\u009b1m\\\\u2028\\\\u202e%0A"
            + " \"a\\\\b\", 'c' <d> & \\[e\\](http://f) {{0}} \\\\ud800 \ud83d\ude00";

    assertTrue(sarif.chars().allMatch(c -> c == '\n' || (' ' <= c && c <= '~')), sarif);
    assertEquals(harmless + " (in " + harmless + ")", result.get("message").get("text").asString());
    assertEquals(
        "filter '" + harmless + "' is referenced here",
        result.get("relatedLocations").get(0).get("message").get("text").asString());
    assertEquals(
        "%1B%5B31m%0D%0A%3A%3Aerror%3A%3Ax%00%C2%9B1m%E2%80%A8%E2%80%AE%250A%20%22a%5Cb%22%2C%20"
            + "%27c%27%20%3Cd%3E%20%26%20%5Be%5D%28http%3A//f%29%20%7B0%7D%20%3F%20%F0%9F%98%80",
        location(hostile).get("physicalLocation").get("artifactLocation").get("uri").asString());
  }

  @Test
<<<<<<< HEAD
  void backslashesBeforeBracketsDoNotMakeALink() {
    assertEquals("a \\\\\\[b\\\\\\](http://c)", SarifReport.escaped("a \\[b\\](http://c)"));
    assertEquals("a \\ b", SarifReport.escaped("a \\ b"));
=======
  void standardInputIsNoUri() {
    JsonNode location = location(new Diagnostic(QUIRK, "less", new SourceLocation("-", 4, 3)));

    assertEquals("{\"logicalLocations\":[{\"name\":\"standard input:4:3\"}]}", location.toString());
  }

  @Test
  void aFilterThatIsNotReferencedHasNoRelatedLocation() {
    ReferencePath path = ReferencePath.EMPTY.include("f", SourceLocation.NONE);
    JsonNode run = run(new Diagnostic(QUIRK, "less", new SourceLocation("f.xml", 4, 3), path));

    assertNull(run.get("results").get(0).get("relatedLocations"));
>>>>>>> h-fixb
  }
}
