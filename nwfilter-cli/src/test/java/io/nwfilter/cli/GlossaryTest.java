package io.nwfilter.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages, help, messages and Javadoc are in plain English: they have no word of the glossary. */
class GlossaryTest {

  private static final Pattern SUBCOMMAND = Pattern.compile("  (?<name>[a-z-]+)(  .*)?");

  private Glossary glossary;

  @BeforeEach
  void read() throws IOException {
    glossary = Glossary.read();
  }

  @Test
  void pages() throws IOException {
    assertPlain(Prose.ofPages(), "README.md", "CHANGELOG.md", "docs/quirks.md");
  }

  @Test
  void messagesAndJavadoc() throws IOException {
    assertPlain(
        Prose.ofSources(),
        "examples/CompileHoge.java",
        "nwfilter-netfilter/src/main/java/io/nwfilter/netfilter/diagnostic/LoweringCode.java",
        "nwfilter-core/src/main/java/io/nwfilter/core/filter/package-info.java");
  }

  @Test
  void help() {
    List<Prose> help = new ArrayList<>();
    addHelp(List.of(), help);
    assertPlain(help, "nwfilter", "nwfilter compile", "nwfilter filterref set");
  }

  /** Adds the help of a command and of those below it, as it is printed. */
  private static void addHelp(List<String> command, List<Prose> help) {
    String printed = CommandRun.of(withHelp(command)).compiledWithWarnings();
    String place = Stream.concat(Stream.of("nwfilter"), command.stream()).collect(joining(" "));
    help.add(new Prose(place, printed.replaceAll("\\s+", " ")));
    printed
        .lines()
        .dropWhile(line -> !line.equals("Commands:"))
        .map(SUBCOMMAND::matcher)
        .filter(matcher -> matcher.matches() && !matcher.group("name").equals("help"))
        .map(matcher -> matcher.group("name"))
        .forEach(name -> addHelp(with(command, name), help));
  }

  private static Object[] withHelp(List<String> command) {
    return with(command, "--help").toArray();
  }

  private static List<String> with(List<String> command, String word) {
    return Stream.concat(command.stream(), Stream.of(word)).toList();
  }

  private void assertPlain(List<Prose> prose, String... places) {
    for (String place : places) {
      assertTrue(
          prose.stream().anyMatch(text -> text.place().replaceFirst(":\\d+$", "").equals(place)),
          () -> place + " was not read");
    }
    assertEquals(
        "",
        prose.stream()
            .flatMap(
                text -> glossary.faults(text.text()).stream().map(f -> text.place() + ": " + f))
            .collect(joining("\n")),
        "words of nwfilter-cli/src/test/resources/english/glossary.txt");
  }

  static List<Glossary.Entry> entries() throws IOException {
    return Glossary.read().entries();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyWordIsFoundInItsExample(Glossary.Entry entry) {
    List<String> faults = glossary.faults(entry.example());
    assertEquals(1, faults.size(), faults::toString);
    assertTrue(
        faults.get(0).endsWith("(instead: " + entry.instead() + ")"), () -> faults.toString());
  }

  @Test
  void everyExceptionIsNeeded() throws IOException {
    String all =
        Stream.concat(Prose.ofPages().stream(), Prose.ofSources().stream())
            .map(Prose::text)
            .collect(joining("\n"));
    Glossary strict = new Glossary(glossary.entries(), List.of());
    assertEquals(
        List.of(),
        glossary.exceptions().stream()
            .filter(phrase -> !all.contains(phrase) || strict.faults(phrase).isEmpty())
            .toList());
  }

  @Test
  void wordsAreFoundAcrossLinesAndLiterals() {
    List<Prose> source =
        Prose.ofSource(
            "Planted.java",
            """
            /**
             * Negated just
             * if {@code behind} is.
             */
            class Planted {
              String message = "the value is" + " no number"; // a comment that goes
              // beyond all measure
              char quote = '"';
              String last = "in the mended line";
            }
            """);

    assertEquals(
        List.of(
            "Planted.java:1: Negated [just if] \u00b7 is. (instead: if and only if)",
            "Planted.java:6: the value [is no] number (instead: is not a)",
            "Planted.java:6: a comment that goes [beyond all] measure (instead: oversized)",
            "Planted.java:9: in the [mended] line (instead: fix)"),
        faults(source));
  }

  @Test
  void wordsAreFoundInPagesButNotInTheirCode() {
    List<Prose> page =
        Prose.ofPage(
            "planted.md",
            """
            # Behind

            Code such as `answer` is
            no word.

            ```text
            beside
            ```
            """);

    assertEquals(
        List.of(
            "planted.md: # [Behind] (instead: after)",
            "planted.md: Code such as \u00b7 [is no] word. (instead: is not a)"),
        faults(page));
  }

  private List<String> faults(List<Prose> prose) {
    return prose.stream()
        .flatMap(text -> glossary.faults(text.text()).stream().map(f -> text.place() + ": " + f))
        .map(line -> line.replaceAll(" +", " "))
        .toList();
  }
}
