package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.domain;
import static io.nwfilter.cli.Inputs.filterRef;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.diagnostic.LoweringCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The options of every command that reads documents. */
class DiagnosticOptionsTest {

  private static final String REJECTED =
      "reject-is-drop: "
          + LoweringCode.REJECT_IS_DROP.happens()
          + " (in f); "
          + LoweringCode.REJECT_IS_DROP.advice();

  @TempDir private Path directory;
  private Path guest;
  private Path filters;

  /** A filter whose rules at lines 2, 3, 4 and 6 say reject, and one at line 5 with a typo. */
  @BeforeEach
  void documents() {
    guest = write(directory.resolve("guest.xml"), domain(filterRef("f")));
    filters = directory.resolve("filters");
    String reject = "<rule action='reject' direction='in'><mac protocolid='0x88b%d'/></rule>\n";
    write(
        filters.resolve("f.xml"),
        "<filter name='f'>\n"
            + reject.formatted(1)
            + reject.formatted(2)
            + reject.formatted(3)
            + "<rule action='drop' direction='in' colour='red'/>\n"
            + reject.formatted(4)
            + "</filter>\n");
  }

  private CommandRun compile(Object... options) {
    Object[] args = new Object[options.length + 4];
    args[0] = "compile";
    args[1] = "--filters";
    args[2] = filters;
    args[3] = guest;
    System.arraycopy(options, 0, args, 4, options.length);
    return CommandRun.of(args);
  }

  private String err(Object... options) {
    CommandRun run = compile(options);
    assertTrue(run.out().contains("# ebtables-restore\n"), run::toString);
    assertEquals(0, run.status(), run::toString);
    return run.err().replace(filters + "/", "");
  }

  @Test
  void theSameWarningOfAFilterIsOneLine() {
    assertEquals(
        "f.xml:2:1: warning: "
            + REJECTED
            + " (4 rules: lines 2–4, 6)\n"
            + "f.xml:5:1: warning: attribute-ignored: colour='red' of <rule> is ignored: libvirt"
            + " knows no such attribute there; remove the attribute\n",
        err());
  }

  @Test
  void verbose() {
    String each =
        List.of(2, 3, 4, 6).stream()
            .map(line -> "f.xml:" + line + ":1: warning: " + REJECTED + "\n")
            .reduce("", String::concat);

    assertEquals(each, err("--verbose", "--no-warn=attribute-ignored"));
  }

  @Test
  void noWarn() {
    assertEquals(
        "f.xml:2:1: warning: " + REJECTED + " (4 rules: lines 2–4, 6)\n",
        err("--no-warn", "attribute-ignored"));
    assertEquals("", err("--no-warn=attribute-ignored", "--no-warn=reject-is-drop"));
  }

  @Test
  void quiet() {
    assertEquals("", err("--quiet"));
  }

  @Test
  void quietLeavesErrors() {
    write(guest, domain(filterRef("nowhere")));

    assertEquals(
        guest + ":8:7: error: unknown-filter: filter 'nowhere' is not defined\n",
        compile("--quiet").refused());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--werror", "--werror=all", "--werror=reject-is-drop"})
  void warningsAsErrors(String option) {
    String refused = compile(option, "--no-warn=attribute-ignored").refused();

    assertEquals(
        filters + "/f.xml:2:1: error: " + REJECTED + " (4 rules: lines 2–4, 6)\n", refused);
  }

  @Test
  void warningsOfOtherCodesStayWarnings() {
    assertEquals(err(), err("--werror=mirrored", "--werror=value-misread"));
  }

  @Test
  void werrorTakesNoFileForItsCode() {
    CommandRun run = CommandRun.of("compile", "--filters", filters, "--werror", guest);

    assertEquals(1, run.status());
    assertTrue(run.err().startsWith(filters + "/f.xml:2:1: error: reject-is-drop: "), run.err());
  }

  @Test
  void githubCommands() {
    assertEquals(
        "::warning file=f.xml,line=2,col=1,title=reject-is-drop::"
            + REJECTED.substring("reject-is-drop: ".length())
            + " (4 rules: lines 2–4, 6)\n",
        err("--diagnostics=github", "--no-warn=attribute-ignored").replace(filters + "/", ""));
  }

  @Test
  void jsonIsOneDocumentOnStandardError() {
    JsonNode json = JsonMapper.shared().readTree(err("--diagnostics", "json"));

    assertEquals(5, json.get("warnings").asInt());
    assertEquals(2, json.get("diagnostics").size());
    assertEquals(4, json.get("diagnostics").get(0).get("count").asInt());
    assertEquals("attribute-ignored", json.get("diagnostics").get(1).get("code").asString());
  }

  @Test
  void sarifIsOneDocumentOnStandardError() {
    JsonNode run = JsonMapper.shared().readTree(err("--diagnostics=sarif")).get("runs").get(0);

    assertEquals(5, run.get("results").size());
    assertEquals("nwfilter", run.get("tool").get("driver").get("name").asString());
  }

  @Test
  void sarifOfBadInputIsADocumentToo() {
    Path missing = directory.resolve("missing.xml");
    CommandRun run = CommandRun.of("compile", "--diagnostics=sarif", missing);
    JsonNode result =
        JsonMapper.shared().readTree(run.refused()).get("runs").get(0).get("results").get(0);

    assertEquals("unreadable", result.get("ruleId").asString());
    assertEquals(
        "{\"artifactLocation\":{\"uri\":\"" + missing.toUri() + "\"}}",
        result.get("locations").get(0).get("physicalLocation").toString());
  }

  @Test
  void optionsThatNameNothingAreInTheDocument() {
    JsonNode json =
        JsonMapper.shared().readTree(err("--diagnostics=json", "--learned=vnet9=192.0.2.9"));
    JsonNode last = json.get("diagnostics").get(2);

    assertEquals("unused-option", last.get("code").asString());
    assertEquals("--learned: no interface is named vnet9", last.get("message").asString());
    assertTrue(last.get("file").isNull(), last::toString);
  }

  @Test
  void badUsageIsNoDocument() {
    CommandRun run = CommandRun.of("compile", "--diagnostics=json");

    assertEquals(
        new CommandRun(
            2, "", "Missing required parameter: 'FILE'\nTry 'nwfilter compile --help'.\n"),
        run);
  }

  @Test
  void everyFileIsReadAfterAnError() {
    Path cut = write(directory.resolve("cut.xml"), "<domain>");
    Path missing = directory.resolve("missing.xml");
    write(guest, domain(filterRef("nowhere")));
    CommandRun run = CommandRun.of("compile", cut, guest, missing);

    assertEquals(
        List.of(
            cut + ":1:8: error: xml-syntax",
            guest + ":8:7: error: unknown-filter",
            missing + ": error: unreadable"),
        run.refused()
            .lines()
            .map(line -> line.replaceFirst("(: error: [a-z-]+).*", "$1"))
            .toList());
  }

  @Test
  void dumpsHaveTheSameOptions() {
    CommandRun run = CommandRun.of("rules", "--diagnostics=github", directory.resolve("none.save"));

    assertEquals(
        "::error file="
            + directory.resolve("none.save")
            + ",title=rules-unreadable::the rules cannot be read: there is no such"
            + " file or directory\n",
        run.refused());
    assertEquals(
        2, CommandRun.of("rules", "--diff", "--diagnostics=json", "/no/such", "/no/such").status());
  }

  @Test
  void standardInputIsCompiled() {
    CommandRun run =
        CommandRun.reading(domain(filterRef("f")), "compile", "--quiet", "--filters", filters, "-");

    assertEquals(compile("--quiet"), run);
  }

  @Test
  void severalCodesMayBeGivenAtOnce() {
    assertEquals("", err("--no-warn=attribute-ignored,reject-is-drop"));
    assertEquals(
        2,
        compile("--werror=attribute-ignored,reject-is-drop")
            .refused()
            .lines()
            .filter(line -> line.contains(": error: "))
            .count());
  }

  @Test
  void aCodeAfterABlankIsNotTakenForAFile() {
    assertEquals(
        new CommandRun(
            2,
            "",
            """
            --werror takes a code after an equals sign: --werror=mirrored
            Try 'nwfilter check --help'.
            """),
        CommandRun.of("check", "--werror", "mirrored", guest));
  }

  @Test
  void quietAndVerboseContradictEachOther() {
    assertEquals(
        new CommandRun(
            2,
            "",
            """
            --quiet cannot be used with --verbose
            Try 'nwfilter check --help'.
            """),
        CommandRun.of("check", "--quiet", "--verbose", guest));
  }
}
