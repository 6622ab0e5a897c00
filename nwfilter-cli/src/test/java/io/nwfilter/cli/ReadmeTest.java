package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is compiled and run, and what it says is printed is printed. */
class ReadmeTest {

  private static final String COMMAND = "./nwfilter ";
  private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");
  private static final String ELLIPSIS = "…";

  private List<Fence> fences;

  @BeforeEach
  void read() throws IOException {
    fences = Fence.of(Files.readAllLines(inCheckout("README.md")));
  }

  @Test
  void javaCompilesAndRuns(@TempDir Path directory) throws Exception {
    List<Fence> programs =
        fences.stream().filter(fence -> fence.language().equals("java")).toList();
    assertEquals(1, programs.size(), "blocks of Java");
    for (Fence fence : programs) {
      Matcher name = CLASS.matcher(fence.text());
      assertTrue(name.find(), () -> "no class in:\n" + fence.text());
      try (JavaProgram program = JavaProgram.compile(name.group(1), fence.text(), directory)) {
        assertTrue(program.hasMain(), () -> "nothing to run in:\n" + fence.text());
        String printed = program.run();
        assertTrue(printed.contains("\n-A FI-vnet2 "), printed);
      }
    }
  }

  @Test
  void commandsSucceed() {
    List<String> commands = fences.stream().flatMap(fence -> commands(fence).stream()).toList();
    assertTrue(!commands.isEmpty(), "the README shows no command");
    commands.forEach(ReadmeTest::printedBy);
  }

  @Test
  void whatACommandPrintsIsPrinted() {
    int compared = 0;
    for (int i = 0; i + 1 < fences.size(); i++) {
      List<String> commands = commands(fences.get(i));
      Fence shown = fences.get(i + 1);
      if (!commands.isEmpty() && shown.language().equals("text")) {
        String printed = printedBy(commands.get(0));
        assertInOrder(shown.lines(), printed);
        compared++;
      }
    }
    assertTrue(compared > 0, "the README shows nothing of what its commands print");
  }

  private static void assertInOrder(List<String> shown, String printed) {
    List<String> rest = printed.lines().toList();
    for (String line : shown) {
      if (!line.isBlank() && !line.strip().equals(ELLIPSIS)) {
        int found = rest.indexOf(line);
        if (found < 0) {
          fail("the README shows a line that is not printed there: " + line + "\n" + printed);
        }
        rest = rest.subList(found + 1, rest.size());
      }
    }
  }

  private static List<String> commands(Fence fence) {
    return fence.language().equals("sh")
        ? fence.lines().stream().filter(line -> line.startsWith(COMMAND)).toList()
        : List.of();
  }

  /** {@return what a command prints that succeeds, or finds the differences that are there} */
  private static String printedBy(String command) {
    CommandRun run = run(command);
    if (command.contains(" --diff ")) {
      assertEquals(new CommandRun(1, run.out(), ""), run, command);
      return run.out();
    }
    return run.compiledWithWarnings();
  }

  /** Runs a line of the README; its paths start at the root of the checkout. */
  private static CommandRun run(String command) {
    List<String> args = new ArrayList<>();
    for (String word :
        Splitter.on(' ').omitEmptyStrings().split(command.substring(COMMAND.length()))) {
      args.add(word.startsWith("examples/") ? inCheckout(word).toString() : word);
    }
    return CommandRun.of(args.toArray());
  }
}
