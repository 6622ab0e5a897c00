package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.SetMultimap;
import com.google.common.collect.TreeMultimap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of this module are layers: what one imports is further down. */
class PackageDependencyTest {

  private static final String ROOT = "io.nwfilter.xml";
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?(io\\.nwfilter\\.xml[a-z.]*)\\.[A-Z].*;$");

  /** Returns what each package imports of the others. */
  private static SetMultimap<String, String> imports() throws IOException {
    SetMultimap<String, String> imports = TreeMultimap.create();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        addImports(file, imports);
      }
    }
    return imports;
  }

  private static void addImports(Path file, SetMultimap<String, String> imports)
      throws IOException {
    if (file.getParent().equals(SOURCES)) {
      return; // the module's own declaration
    }
    String own = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
    for (String line : Files.readAllLines(file)) {
      Matcher imported = IMPORT.matcher(line);
      if (imported.matches() && !imported.group(1).equals(own)) {
        imports.put(own, imported.group(1));
      }
    }
  }

  /** Returns what is left after those without imports are taken away, again and again. */
  private static Set<String> inCircles(SetMultimap<String, String> imports) {
    SetMultimap<String, String> left = TreeMultimap.create(imports);
    while (left.values().removeIf(imported -> !left.containsKey(imported))) {}
    return new TreeSet<>(left.keySet());
  }

  @Test
  void noneDependOnEachOtherInACircle() throws IOException {
    assertEquals(Set.of(), inCircles(imports()));
  }

  @Test
  void aCircleIsFound() {
    assertEquals(
        Set.of("a", "b", "c"),
        inCircles(ImmutableSetMultimap.of("a", "b", "b", "c", "c", "b", "d", "e")));
  }

  @Test
  void eachKnowsOnlyThoseBelow() throws IOException {
    assertEquals(
        ImmutableSetMultimap.builder()
            .putAll(
                ROOT, ROOT + ".diagnostic", ROOT + ".document", ROOT + ".edit", ROOT + ".stream")
            .putAll(ROOT + ".document", ROOT + ".diagnostic", ROOT + ".stream")
            .putAll(ROOT + ".edit", ROOT + ".document", ROOT + ".stream")
            .putAll(ROOT + ".stream", ROOT + ".diagnostic")
            .build(),
        ImmutableSetMultimap.copyOf(imports()));
  }
}
