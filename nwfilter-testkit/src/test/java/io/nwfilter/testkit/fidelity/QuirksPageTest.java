package io.nwfilter.testkit.fidelity;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The page that explains the diagnostic codes has a row for each of them, under its severity. */
class QuirksPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("nwfilter.rootDirectory"), "docs", "quirks.md");

  @Test
  void everyWarningHasARow() throws IOException {
    assertEquals(codes(Severity.WARNING), rows("## Warnings"));
  }

  @Test
  void everyErrorHasARow() throws IOException {
    assertEquals(codes(Severity.ERROR), rows("## Errors"));
  }

  private static String codes(Severity severity) {
    return Arrays.stream(DiagnosticCode.values())
        .filter(code -> code.severity() == severity)
        .map(DiagnosticCode::id)
        .sorted()
        .collect(joining("\n"));
  }

  private static String rows(String heading) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.startsWith(heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .collect(joining("\n"));
  }
}
