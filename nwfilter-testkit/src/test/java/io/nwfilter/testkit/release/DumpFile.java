package io.nwfilter.testkit.release;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.testkit.golden.FailureMessage;
import io.nwfilter.testkit.golden.GoldenFile;
import io.nwfilter.testkit.golden.TextDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/**
 * What one release installed: a header of lines that begin with {@code #}, which say who was asked
 * and when, and a section for each case after its line {@code === NAME}. What an earlier release
 * did as well is in its file alone, and here {@code as in RELEASE-BACKEND}.
 *
 * @param release the release
 * @param backend what it gave its rules to
 * @param name the name of the file
 */
record DumpFile(AskedRelease release, FirewallBackend backend, String name) {

  private static final Path DIRECTORY =
      Path.of(System.getProperty("nwfilter.rootDirectory"))
          .resolve("nwfilter-testkit/src/test/resources/releases");
  private static final String MARK = "=== ";
  private static final String SAME = "as in ";

  private String directory() {
    return release + "-" + backend;
  }

  private Path path() {
    return DIRECTORY.resolve(directory()).resolve(name);
  }

  /** {@return the files of earlier releases with the same backend, the earliest first} */
  private ImmutableList<DumpFile> earlier() {
    return Stream.of(AskedRelease.values())
        .filter(other -> other.compareTo(release) < 0)
        .map(other -> new DumpFile(other, backend, name))
        .filter(file -> Files.exists(file.path()))
        .collect(toImmutableList());
  }

  /** {@return the lines that say who was asked, and when} */
  List<String> header() throws IOException {
    return Files.readString(path()).lines().takeWhile(line -> line.startsWith("#")).toList();
  }

  /** {@return the sections, by their names} */
  ImmutableMap<String, String> sections() throws IOException {
    Map<String, String> sections = new LinkedHashMap<>(written());
    for (DumpFile file : earlier()) {
      String same = SAME + file.directory() + "\n";
      ImmutableMap<String, String> theirs = file.sections();
      sections.replaceAll((section, text) -> text.equals(same) ? theirs.get(section) : text);
    }
    return ImmutableMap.copyOf(sections);
  }

  /** {@return the sections as they are in this file} */
  private ImmutableMap<String, String> written() throws IOException {
    ImmutableMap.Builder<String, String> sections = ImmutableMap.builder();
    String body = body(Files.readString(path()));
    for (int start = 0; start < body.length(); ) {
      int next = body.indexOf("\n" + MARK, start) + 1;
      int end = next == 0 ? body.length() : next;
      int line = body.indexOf('\n', start);
      sections.put(body.substring(start + MARK.length(), line), body.substring(line + 1, end));
      start = end;
    }
    return sections.buildOrThrow();
  }

  /**
   * {@return the names of those cases that are asked for by the system property {@code
   * releases.cases}, a regular expression that is found in them; all of them without it}
   */
  static Predicate<String> asked() {
    return Pattern.compile(System.getProperty("releases.cases", "")).asPredicate();
  }

  /**
   * Checks that the sections are those of this file, or writes them there with their header.
   *
   * @param header who was asked, and when
   * @param names the names of all sections, in order
   * @param asked what was installed now, by the names of sections; others stay as they are
   */
  void assertMatches(String header, List<String> names, Map<String, String> asked)
      throws IOException {
    Map<String, String> known = Files.exists(path()) ? sections() : Map.of();
    Map<String, String> sections = new LinkedHashMap<>();
    for (String section : names) {
      String text = asked.getOrDefault(section, known.get(section));
      sections.put(section, requireNonNull(text, () -> "never asked: " + section));
    }
    assertMatches(header, sections);
  }

  private void assertMatches(String header, Map<String, String> sections) throws IOException {
    Map<String, String> shortened = new LinkedHashMap<>(sections);
    for (DumpFile file : earlier()) {
      ImmutableMap<String, String> theirs = file.sections();
      shortened.replaceAll(
          (section, text) ->
              text.equals(theirs.get(section)) ? SAME + file.directory() + "\n" : text);
    }
    String body =
        shortened.entrySet().stream()
            .map(section -> MARK + section.getKey() + "\n" + section.getValue())
            .collect(Collectors.joining());
    if (Boolean.getBoolean(GoldenFile.REFRESH_PROPERTY)) {
      GoldenFile.at(path()).assertMatches(header + body);
      return;
    }
    String expected = Files.exists(path()) ? body(Files.readString(path())) : "";
    if (!expected.equals(body)) {
      throw new AssertionFailedError(
          new FailureMessage("the daemon does something else than it did")
              .fact("golden file", path())
              .fact("asked now", header.strip())
              .block("difference (-then +now)", TextDiff.between(expected, body).toString())
              .toString(),
          expected,
          body);
    }
  }

  private static String body(String text) {
    return text.lines()
        .dropWhile(line -> line.startsWith("#"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
