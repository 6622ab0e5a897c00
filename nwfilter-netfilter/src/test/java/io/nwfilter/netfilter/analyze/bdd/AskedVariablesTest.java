package io.nwfilter.netfilter.analyze.bdd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.analyze.space.Variables;
import org.junit.jupiter.api.Test;

class AskedVariablesTest {

  private static final int FIRST_ATOM = Variables.FIRST_ATOM;

  private final Diagrams diagrams = new Diagrams(100);

  @Test
  void areThoseOfAtomsAndOfPackets() {
    int set =
        diagrams.or(
            diagrams.variableSet(2),
            diagrams.and(diagrams.variableSet(FIRST_ATOM), diagrams.variableSet(FIRST_ATOM + 9)));

    AskedVariables asked = AskedVariables.of(diagrams, set);

    assertArrayEquals(new int[] {2, FIRST_ATOM, FIRST_ATOM + 9}, asked.stream().toArray());
    assertTrue(asked.contains(2));
    assertTrue(asked.contains(FIRST_ATOM + 9));
    assertFalse(asked.contains(FIRST_ATOM + 2));
    assertFalse(asked.contains(9));
  }

  @Test
  void endWithTheLastOne() {
    int set = diagrams.and(diagrams.variableSet(4), diagrams.variableSet(FIRST_ATOM));

    assertArrayEquals(
        new int[] {4}, AskedVariables.upTo(FIRST_ATOM - 1, diagrams, set).stream().toArray());
  }
}
