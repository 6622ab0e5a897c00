package io.nwfilter.testkit.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.testkit.golden.GoldenFile;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every diagnostic of every case, and what is compiled. */
class FieldTest {

  private static final int VARIANTS = 5;

  private static Stream<FieldCase> cases() {
    return FieldCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void diagnosticsAndRules(FieldCase field) {
    GoldenFile.at(field.expected()).assertMatches(FieldCompilation.of(field).toString());
  }

  @Test
  void everyKindHasVariants() {
    Map<String, Long> kinds =
        FieldCase.all()
            .collect(Collectors.groupingBy(FieldCase::kind, TreeMap::new, Collectors.counting()));
    assertEquals(15, kinds.size(), kinds::toString);
    assertTrue(kinds.values().stream().allMatch(count -> count > VARIANTS), kinds::toString);
  }
}
