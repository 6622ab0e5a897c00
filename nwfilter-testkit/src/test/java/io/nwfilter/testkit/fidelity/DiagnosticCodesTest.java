package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of the codes of all modules together. */
class DiagnosticCodesTest {

  private static final Path ROOT = Path.of(System.getProperty("nwfilter.rootDirectory"));

  private static List<DiagnosticCode> all() {
    return DiagnosticCodes.all();
  }

  @Test
  void noEnumOfCodesIsForgotten() throws IOException {
    Set<String> expected = new HashSet<>();
    all().forEach(code -> expected.add(((Enum<?>) code).getDeclaringClass().getSimpleName()));

    assertEquals(expected, enumsInSources());
  }

  private static ImmutableSet<String> enumsInSources() throws IOException {
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    for (String module : List.of("core", "xml", "netfilter", "report", "cli", "testkit")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve("nwfilter-" + module + "/src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> text(file).contains(" implements DiagnosticCode {"))
            .forEach(file -> names.add(file.getFileName().toString().replace(".java", "")));
      }
    }
    return names.build();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void codesSayWhatHappensAndWhatToDo(DiagnosticCode code) {
    for (String text : List.of(code.happens(), code.advice(), code.asWritten().orElse("x"))) {
      assertTrue(text.matches("[^A-Z ](.*[^. ])?|[A-Z]{2}.*[^. ]|DTDs.*"), text);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void idsAreTheNamesInLowerCaseWithHyphens(DiagnosticCode code) {
    String name = ((Enum<?>) code).name();

    assertEquals(name.toLowerCase(Locale.ROOT).replace('_', '-'), code.id());
    assertEquals(code.id(), code.toString());
  }

  @Test
  void idsAreUnique() {
    Set<String> ids = new HashSet<>();
    for (DiagnosticCode code : all()) {
      assertTrue(ids.add(code.id()), code.id());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "port-negation-lost, warning",
    "ipset-dropped, warning",
    "ipset-unusable, error",
    "rule-priority-ignored, warning",
    "parameter-dropped, warning",
    "element-ignored, warning",
    "attribute-ignored, warning",
    "reject-is-drop, warning",
    "continue-fails, error",
    "source-mac-unmatched, warning",
    "icmp-answer-skipped, warning",
    "connlimit-drops-state, warning",
    "arp-mask-leaks, warning"
  })
  void publishedIdsStay(String id, String severity) {
    DiagnosticCode code = all().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();

    assertEquals(severity, code.severity().toString());
  }
}
