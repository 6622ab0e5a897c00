package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.report.DiagnosticFormat;
import io.nwfilter.report.DiagnosticReport;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The texts of the codes of all modules are good rules of SARIF. */
class SarifOfAllCodesTest {

  /** What GitHub shows of a description ("SARIF support for code scanning"). */
  private static final int SHOWN = 1_024;

  private String sarif;
  private JsonNode rules;

  @BeforeEach
  void report() {
    List<Diagnostic> one =
        KnownCodes.ids().stream()
            .map(KnownCodes::of)
            .map(code -> new Diagnostic(code, code.happens(), new SourceLocation("f.xml", 1, 1)))
            .toList();
    sarif = DiagnosticFormat.SARIF.format(DiagnosticReport.of(one));
    JsonNode run = JsonMapper.shared().readTree(sarif).get("runs").get(0);
    rules = run.get("tool").get("driver").get("rules");
  }

  @Test
  void theSchemaTakesThem() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
            .getSchema(
                Files.readString(
                    inCheckout("nwfilter-report/src/test/resources/sarif/sarif-2.1.0-rtm.5.json")));

    assertEquals(List.of(), schema.validate(sarif, InputFormat.JSON));
  }

  @Test
  void everyCodeIsARule() {
    assertEquals(
        KnownCodes.ids(), rules.valueStream().map(rule -> rule.get("id").asString()).toList());
  }

  @Test
  void descriptionsAreShownAsAWhole() {
    for (JsonNode rule : rules) {
      String text = rule.get("fullDescription").get("text").asString();
      assertTrue(text.length() <= SHOWN, text);
      assertTrue(text.endsWith("."), text);
      assertTrue(text.indexOf('`') < 0, text);
    }
  }

  @Test
  void sentencesStartWithACapitalUnlessTheyStartWithCodeOrAName() {
    for (JsonNode rule : rules) {
      String happens = KnownCodes.of(rule.get("id").asString()).happens();
      String text = rule.get("shortDescription").get("text").asString();
      boolean asItIs = happens.startsWith("`") || happens.startsWith("libvirt");
      char first = happens.replace("`", "").charAt(0);
      assertEquals(asItIs ? first : Character.toUpperCase(first), text.charAt(0), text);
    }
  }

  @Test
  void markdownHasElementsOnlyAsCode() {
    for (JsonNode rule : rules) {
      String markdown = rule.get("help").get("markdown").asString();
      assertTrue(markdown.replaceAll("`[^`]*`", "").indexOf('<') < 0, markdown);
    }
  }
}
