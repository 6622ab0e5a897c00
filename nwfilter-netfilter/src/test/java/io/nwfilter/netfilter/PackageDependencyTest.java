package io.nwfilter.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.SetMultimap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No two packages need each other, not even through others. */
class PackageDependencyTest {

  private static final Path SOURCES =
      Path.of(System.getProperty("nwfilter.rootDirectory"), "nwfilter-netfilter", "src/main/java");

  /** A name with its package, in an import or in the text. */
  private static final Pattern NAME =
      Pattern.compile("\\b(io\\.nwfilter\\.netfilter(?:\\.[a-z]+)?)\\.[A-Z]");

  private static ImmutableSetMultimap<String, String> dependencies() throws IOException {
    ImmutableSetMultimap.Builder<String, String> dependencies = ImmutableSetMultimap.builder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        if (!file.equals(SOURCES.resolve("module-info.java"))) {
          String own = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
          NAME.matcher(code(file))
              .results()
              .map((MatchResult name) -> name.group(1))
              .filter(other -> !other.equals(own))
              .forEach(other -> dependencies.put(own, other));
        }
      }
    }
    return dependencies.build();
  }

  /** {@return the lines of a file but those of comments, which may name what they like} */
  private static String code(Path file) throws IOException {
    return String.join(
        "\n",
        Files.readAllLines(file).stream()
            .filter(line -> !line.strip().startsWith("*") && !line.strip().startsWith("/*"))
            .toList());
  }

  /** {@return one cycle, its first package again at its end; nothing if there is none} */
  private static List<String> cycle(SetMultimap<String, String> dependencies) {
    for (String start : new TreeSet<>(dependencies.keySet())) {
      List<String> path = new ArrayList<>(List.of(start));
      if (leadsBack(start, start, dependencies, path, new TreeSet<>())) {
        return path;
      }
    }
    return List.of();
  }

  private static boolean leadsBack(
      String from,
      String start,
      SetMultimap<String, String> dependencies,
      List<String> path,
      Set<String> seen) {
    for (String next : new TreeSet<>(dependencies.get(from))) {
      path.add(next);
      if (next.equals(start)
          || (seen.add(next) && leadsBack(next, start, dependencies, path, seen))) {
        return true;
      }
      path.remove(path.size() - 1);
    }
    return false;
  }

  @Test
  void packagesHaveNoCycle() throws IOException {
    assertEquals(List.of(), cycle(dependencies()));
  }

  @Test
  void rulesAndTheirChangesNeedNoText() throws IOException {
    ImmutableSetMultimap<String, String> dependencies = dependencies();

    assertEquals(Set.of(), dependencies.get("io.nwfilter.netfilter.packet"));
    assertEquals(
        Set.of("io.nwfilter.netfilter.packet"), dependencies.get("io.nwfilter.netfilter.capture"));
    assertEquals(
        Set.of("io.nwfilter.netfilter.packet"), dependencies.get("io.nwfilter.netfilter.ruleset"));
    assertEquals(
        Set.of("io.nwfilter.netfilter.ruleset"), dependencies.get("io.nwfilter.netfilter.change"));
  }

  @Test
  void aCycleIsNamed() {
    assertEquals(
        List.of("b", "c", "d", "b"),
        cycle(ImmutableSetMultimap.of("a", "b", "b", "c", "c", "e", "c", "d", "d", "b")));
    assertEquals(List.of(), cycle(ImmutableSetMultimap.of("a", "b", "b", "c", "a", "c")));
  }
}
