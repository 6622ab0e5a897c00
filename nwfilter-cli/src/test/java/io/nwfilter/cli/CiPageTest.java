package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What docs/ci.md shows works: its commands, their output, and the YAML of workflows and hooks. */
class CiPageTest {

  private static final Pattern NWFILTER =
      Pattern.compile("(?:\\S*/)?nwfilter (check .*?)(?: > .*)?");

  private final YAMLMapper yaml = new YAMLMapper();
  private List<Fence> fences;

  @BeforeEach
  void read() throws IOException {
    fences = Fence.of(Files.readAllLines(inCheckout("docs/ci.md")));
  }

  private List<Fence> fences(String language) {
    return fences.stream().filter(fence -> fence.language().equals(language)).toList();
  }

  /** Runs a command of the page; what it calls filters and domains are the examples. */
  private static CommandRun run(String command) {
    List<String> args = new ArrayList<>();
    for (String word : Splitter.on(' ').split(command)) {
      String example = word.equals("filters") ? "examples/filters" : word;
      example = example.equals("domains") ? "examples" : example;
      args.add(example.startsWith("examples") ? inCheckout(example).toString() : example);
    }
    CommandRun run = CommandRun.of(args.toArray());
    return new CommandRun(run.status(), run.out().replace(inCheckout("") + "/", ""), run.err());
  }

  @Test
  void commandsSucceedAndPrintWhatIsShown() {
    int compared = 0;
    for (int i = 0; i < fences.size(); i++) {
      if (!fences.get(i).language().equals("sh")) {
        continue;
      }
      CommandRun run = run(fences.get(i).text().strip().replaceFirst("^\\./nwfilter ", ""));
      assertEquals(0, run.status(), run::toString);
      assertEquals("", run.err());
      Fence shown = fences.get(i + 1);
      if (shown.language().equals("text") || shown.language().equals("json")) {
        assertEquals(shown.text().replace("\"0.1.0\"", "\"\""), abridged(run.out()));
        compared++;
      }
    }
    assertEquals(2, compared);
  }

  /** Leaves messages out, as the page does. */
  private static String abridged(String printed) {
    return printed
        .replaceAll("(?m)^(\\S+: (?:warning|info): [a-z-]+: ).*$", "$1…")
        .replaceAll("(?m)^( *\"(?:message|advice)\" : ).*,$", "$1\"…\",");
  }

  @Test
  void commandsInWorkflowsSucceed() {
    List<String> commands = new ArrayList<>();
    fences("yaml").forEach(fence -> collect(yaml.readTree(fence.text()), commands));

    assertEquals(
        List.of(
            "check --diagnostics sarif filters domains",
            "check --diagnostics github filters domains",
            "check --werror filters domains"),
        commands);
    assertEquals(0, run(commands.get(0)).status());
    assertTrue(
        run(commands.get(1)).out().startsWith("::warning file=examples/hoge.xml,line=10,col=5,"));
    assertEquals(1, run(commands.get(2)).status());
  }

  /** Finds commands in whatever member of a workflow they are. */
  private static void collect(JsonNode node, List<String> commands) {
    if (node.isString()) {
      Matcher command = NWFILTER.matcher(node.asString());
      if (command.matches()) {
        commands.add(command.group(1));
      }
    }
    node.forEach(child -> collect(child, commands));
  }

  @Test
  void theHookThatIsConfiguredIsDefinedAndItsArgumentsWork() throws IOException {
    JsonNode configured =
        yaml.readTree(fences("yaml").get(0).text()).get("repos").get(0).get("hooks").get(0);
    JsonNode hooks = yaml.readTree(Files.readString(inCheckout(".pre-commit-hooks.yaml")));
    List<String> ids = new ArrayList<>();
    for (JsonNode hook : hooks) {
      ids.add(hook.get("id").asString());
      assertEquals("nwfilter check", hook.get("entry").asString());
      assertEquals("[\"xml\"]", hook.get("types").toString());
      assertEquals(false, hook.get("pass_filenames").asBoolean());
    }

    assertEquals(List.of("nwfilter-check", "nwfilter-check-system"), ids);
    assertEquals("nwfilter-check", configured.get("id").asString());
    assertTrue(Files.isExecutable(inCheckout("nwfilter")));
    List<String> args = new ArrayList<>(List.of("check"));
    configured.get("args").forEach(arg -> args.add(arg.asString()));
    assertEquals(0, run(String.join(" ", args)).status());
  }

  @Test
  void theRepositoryIsThatOfThePom() throws IOException {
    Pattern url = Pattern.compile("https://[^ <\"]*/nwfilter\\b");
    List<String> shown =
        url.matcher(Files.readString(inCheckout("docs/ci.md")))
            .results()
            .map(MatchResult::group)
            .toList();
    Matcher pom =
        Pattern.compile("<scm[ >].*?<url>(.*?)</url>", Pattern.DOTALL)
            .matcher(Files.readString(inCheckout("pom.xml")));

    assertTrue(pom.find());
    assertEquals(List.of(pom.group(1), pom.group(1), pom.group(1)), shown);
  }
}
