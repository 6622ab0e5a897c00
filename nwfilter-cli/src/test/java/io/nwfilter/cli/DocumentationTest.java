package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.cli.Page.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;

/** What pages show is run, and what they show as output is printed. */
class DocumentationTest {

  private static final String COMMAND = "./nwfilter ";
  private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/cookbook.md",
        "docs/diff.md",
        "docs/host.md",
        "docs/nftables.md",
        "docs/proof.md"
      })
  void commandsPrintWhatIsShown(String name) throws Exception {
    Page page = Page.read(name);
    Workplace workplace = Workplace.in(directory);
    List<Listing> listings =
        page.listings("sh").stream().filter(each -> each.code().text().contains(COMMAND)).toList();
    assertFalse(listings.isEmpty(), "no commands");
    Map<Fence, String> printed = new HashMap<>();
    for (Listing listing : listings) {
      Fence code = listing.code();
      Workplace.Run run = workplace.shell(code.text());
      assertEquals(code.status(), run.status(), () -> page.place(code) + "\n" + run.printed());
      listing.output().ifPresent(shown -> printed.put(shown, run.printed()));
    }
    page.assertShows(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md"})
  void programsPrintWhatIsShown(String name) throws Exception {
    Page page = Page.read(name);
    List<Listing> programs =
        page.listings("java").stream().filter(each -> isProgram(each.code())).toList();
    assertFalse(programs.isEmpty(), "no programs");
    Workplace workplace = Workplace.in(directory);
    Map<Fence, String> outputs = new HashMap<>();
    for (Listing listing : programs) {
      Matcher className = CLASS.matcher(listing.code().text());
      assertTrue(className.find());
      String printed = printed(className.group(1), listing.code().text(), workplace);
      assertFalse(printed.isEmpty(), () -> page.place(listing.code()) + " prints nothing");
      listing.output().ifPresent(shown -> outputs.put(shown, printed));
    }
    page.assertShows(outputs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/guide.md"})
  void snippetsPrintWhatIsShown(String name) throws Exception {
    Page page = Page.read(name);
    List<Listing> snippets =
        page.listings("java").stream()
            .filter(each -> !isProgram(each.code()) && each.code().file().isEmpty())
            .toList();
    assertFalse(snippets.isEmpty(), "no snippets");
    SnippetProgram program = new SnippetProgram(snippets.stream().map(Listing::code).toList());
    List<String> printed =
        SnippetProgram.printedByEach(
            printed(SnippetProgram.CLASS_NAME, program.source(), Workplace.in(directory)));
    assertEquals(snippets.size(), printed.size());
    Map<Fence, String> outputs = new HashMap<>();
    for (int i = 0; i < printed.size(); i++) {
      Listing snippet = snippets.get(i);
      if (snippet.output().isPresent()) {
        outputs.put(snippet.output().orElseThrow(), printed.get(i));
      } else {
        assertEquals("", printed.get(i), page.place(snippet.code()) + " prints what is not shown");
      }
    }
    page.assertShows(outputs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/cookbook.md", "docs/host.md", "docs/testing.md"})
  void filesHoldWhatIsShown(String name) throws Exception {
    Page page = Page.read(name);
    int compared = 0;
    for (Fence fence : page.fences()) {
      String file = fence.file().orElse("");
      if (file.startsWith("examples/")) {
        new ShownOutput(fence.lines())
            .assertIsOf(Files.readString(inCheckout(file)), page.place(fence));
        compared++;
      }
    }
    assertTrue(compared > 0, "no files");
  }

  private static boolean isProgram(Fence java) {
    return java.file().isEmpty() && CLASS.matcher(java.text()).find();
  }

  private static String printed(String className, String source, Workplace workplace)
      throws Exception {
    Path classes = Files.createDirectories(workplace.directory().resolve("classes"));
    JavaProgram.compile(className, source, classes).close();
    Workplace.Run run = workplace.main(classes, className);
    assertEquals(0, run.status(), run::printed);
    return run.printed();
  }

  @Test
  void shownLinesFollowEachOtherUnlessThereIsAnEllipsis() {
    ShownOutput shown = new ShownOutput(List.of("a", "b", "…", "d", "…"));

    shown.assertIsOf("a\nb\nc\nd\ne\n", "page");
    shown.assertIsOf("a\nb\nd\n", "page");
    for (String other : List.of("a\nc\nb\nd\n", "x\na\nb\nd\n", "a\nb\ne\n", "")) {
      assertThrows(AssertionFailedError.class, () -> shown.assertIsOf(other, "page"), other);
    }
    ShownOutput whole = new ShownOutput(List.of("a"));
    assertThrows(AssertionFailedError.class, () -> whole.assertIsOf("a\nb\n", "page"));
  }

  @Test
  void aShellEndsAtTheFirstCommandThatFails() throws IOException, InterruptedException {
    assertEquals(
        new Workplace.Run(1, "first\n"),
        new Workplace(directory).shell("echo first\nfalse\necho last"));
  }
}
