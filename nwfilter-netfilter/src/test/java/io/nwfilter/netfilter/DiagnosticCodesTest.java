package io.nwfilter.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.resolve.ResolutionCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiagnosticCodesTest {

  private static final Pattern CODES =
      Pattern.compile("^public enum (\\w+) implements DiagnosticCode \\{", Pattern.MULTILINE);

  private static Set<String> declaredIn(String module) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Matcher codes = CODES.matcher(Files.readString(file));
        if (codes.find()) {
          names.add(codes.group(1));
        }
      }
    }
    return names;
  }

  @Test
  void haveEveryEnumOfBothModules() throws IOException {
    Set<String> declared = declaredIn("nwfilter-core");
    declared.addAll(declaredIn("nwfilter-netfilter"));

    assertEquals(
        declared,
        DiagnosticCodes.all().stream()
            .map(code -> ((Enum<?>) code).getDeclaringClass().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void areFoundByTheirNames() {
    for (DiagnosticCode code : DiagnosticCodes.all()) {
      assertSame(code, DiagnosticCodes.of(code.id()));
    }
    assertSame(ResolutionCode.UNKNOWN_FILTER, DiagnosticCodes.of("unknown-filter"));
    assertEquals(Optional.of(CompileCode.MISSING_MAC), DiagnosticCodes.find("missing-mac"));
  }

  @Test
  void thereAreNoOthers() {
    assertEquals(Optional.empty(), DiagnosticCodes.find("xml-syntax"));
    assertEquals(
        "there is no code 'xml-syntax'",
        assertThrows(IllegalArgumentException.class, () -> DiagnosticCodes.of("xml-syntax"))
            .getMessage());
  }
}
