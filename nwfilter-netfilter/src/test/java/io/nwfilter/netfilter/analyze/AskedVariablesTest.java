package io.nwfilter.netfilter.analyze;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AskedVariablesTest {

  private static final int FIRST_OF_PACKETS = Variables.MAX_ATOMS;

  private final Diagrams diagrams = new Diagrams(100);

  @Test
  void areThoseOfAtomsAndOfPackets() {
    int set =
        diagrams.or(
            diagrams.variableSet(2),
            diagrams.and(
                diagrams.variableSet(FIRST_OF_PACKETS),
                diagrams.variableSet(FIRST_OF_PACKETS + 9)));

    AskedVariables asked = AskedVariables.of(diagrams, set);

    assertArrayEquals(
        new int[] {2, FIRST_OF_PACKETS, FIRST_OF_PACKETS + 9}, asked.stream().toArray());
    assertTrue(asked.contains(2));
    assertTrue(asked.contains(FIRST_OF_PACKETS + 9));
    assertFalse(asked.contains(FIRST_OF_PACKETS + 2));
    assertFalse(asked.contains(9));
  }

  @Test
  void endWithTheLastOne() {
    int set = diagrams.and(diagrams.variableSet(4), diagrams.variableSet(FIRST_OF_PACKETS));

    assertArrayEquals(
        new int[] {4}, AskedVariables.upTo(FIRST_OF_PACKETS - 1, diagrams, set).stream().toArray());
  }
}
