package io.nwfilter.core.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.nwfilter.core.filter.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {

  private static final Scope OUTER = Scope.of(Parameters.of("A", "1", "2").with("B", "3"));

  @Test
  void outerValuesWinOverInnerOnes() {
    Scope middle = OUTER.inside(Parameters.of("A", "4").with("C", "5", "6"));
    Scope inner = middle.inside(Parameters.of("C", "7").with("D", "8"));

    assertEquals(List.of("1", "2"), inner.get("A"));
    assertEquals(List.of("3"), inner.get("B"));
    assertEquals(List.of("5", "6"), inner.get("C"));
    assertEquals(List.of("8"), inner.get("D"));
  }

  @Test
  void whatIsPassedHoldsInsideOnly() {
    OUTER.inside(Parameters.of("C", "5"));

    assertEquals(List.of(), OUTER.get("C"));
  }

  @Test
  void passingNothingMakesNoScope() {
    assertSame(OUTER, OUTER.inside(Parameters.NONE));
  }
}
