package io.nwfilter.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.testing.EqualsTester;
import com.google.common.testing.NullPointerTester;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReferencePathTest {

  private static final SourceLocation ONE = new SourceLocation("one.xml", 1, 2);
  private static final SourceLocation TWO = new SourceLocation("two.xml", 3, 4);

  private static ReferencePath path(String... filters) {
    ReferencePath path = ReferencePath.EMPTY;
    for (String filter : filters) {
      path = path.include(filter, ONE);
    }
    return path;
  }

  @Test
  void knowsItsStepsInOrder() {
    ReferencePath path = ReferencePath.EMPTY.include("a", ONE).include("b", TWO);

    assertEquals(
        List.of(new ReferencePath.Step("a", ONE), new ReferencePath.Step("b", TWO)), path.steps());
    assertEquals(List.of("a", "b"), path.filters());
    assertEquals(2, path.depth());
    assertEquals("a > b", path.toString());
    assertFalse(path.isEmpty());
    assertTrue(path.contains("a") && path.contains("b"));
    assertFalse(path.contains("c") || path.contains(""));
  }

  @Test
  void theEmptyPathHasNoSteps() {
    assertEquals(List.of(), ReferencePath.EMPTY.steps());
    assertEquals(List.of(), ReferencePath.EMPTY.filters());
    assertEquals(0, ReferencePath.EMPTY.depth());
    assertEquals("", ReferencePath.EMPTY.toString());
    assertTrue(ReferencePath.EMPTY.isEmpty());
    assertFalse(ReferencePath.EMPTY.contains(""));
  }

  @Test
  void continuingAPathLeavesItAsItIs() {
    ReferencePath outer = path("a");
    ReferencePath inner = outer.include("b", TWO);

    assertEquals(List.of("a"), outer.filters());
    assertEquals(List.of("a", "b"), inner.filters());
    assertEquals(List.of("a", "c"), outer.include("c", TWO).filters());
  }

  @Test
  void isEqualByTheNamesInOrder() {
    new EqualsTester()
        .addEqualityGroup(ReferencePath.EMPTY, path())
        .addEqualityGroup(path("a", "b"), ReferencePath.EMPTY.include("a", TWO).include("b", TWO))
        .addEqualityGroup(path("b", "a"))
        .addEqualityGroup(path("a"))
        .addEqualityGroup(path("c", "b"))
        .testEquals();
    new EqualsTester()
        .addEqualityGroup(new Origin(ONE, path("a")), new Origin(ONE, path("a")))
        .addEqualityGroup(new Origin(TWO, path("a")))
        .addEqualityGroup(Origin.of(ONE), new Origin(ONE, ReferencePath.EMPTY))
        .addEqualityGroup(Origin.NONE)
        .testEquals();
  }

  @Test
  void isOrderedByTheNames() {
    List<ReferencePath> ordered =
        List.of(path(), path("a"), path("a", "a"), path("a", "b"), path("b"));

    assertEquals(
        ordered,
        Stream.of(ordered.get(3), ordered.get(1), ordered.get(4), ordered.get(0), ordered.get(2))
            .sorted()
            .toList());
  }

  @Test
  void originsPrintTheLocationAndThePath() {
    assertEquals("one.xml:1:2 a > b", new Origin(ONE, path("a", "b")).toString());
    assertEquals("one.xml:1:2 a\\u000a", new Origin(ONE, path("a\n")).toString());
    assertEquals("one.xml:1:2", Origin.of(ONE).toString());
    assertEquals("<code>", Origin.NONE.toString());
  }

  @Test
  void nothingIsNull() {
    NullPointerTester tester =
        new NullPointerTester()
            .setDefault(ReferencePath.class, ReferencePath.EMPTY)
            .setDefault(SourceLocation.class, ONE);
    tester.testAllPublicConstructors(Origin.class);
    tester.testAllPublicConstructors(ReferencePath.Step.class);
    tester.testAllPublicInstanceMethods(path("a"));
  }
}
