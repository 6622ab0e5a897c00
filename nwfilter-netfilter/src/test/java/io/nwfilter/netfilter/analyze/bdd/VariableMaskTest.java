package io.nwfilter.netfilter.analyze.bdd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.nwfilter.netfilter.analyze.space.Variables;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VariableMaskTest {

  private static int[] array(Set<Integer> variables) {
    return variables.stream().mapToInt(variable -> variable).toArray();
  }

  @Test
  void containsItsVariablesOrAllOthers() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      int first = random.nextBoolean() ? 0 : Variables.FIRST_ATOM - 70;
      Set<Integer> some = new TreeSet<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        some.add(first + random.nextInt(200));
      }

      VariableMask mask = VariableMask.of(array(some));
      VariableMask others = VariableMask.allBut(array(some));

      for (int variable = Math.max(0, first - 130); variable < first + 330; variable++) {
        assertEquals(some.contains(variable), mask.contains(variable));
        assertEquals(!some.contains(variable), others.contains(variable));
      }
      assertEquals(some.stream().mapToInt(each -> each).max().orElse(-1), mask.last());
    }
  }

  @Test
  void ofTheSameVariablesAreEqual() {
    VariableMask mask = VariableMask.of(70, 3);

    assertEquals(VariableMask.of(3, 70, 3), mask);
    assertEquals(VariableMask.of(3, 70).hashCode(), mask.hashCode());
    assertNotEquals(VariableMask.allBut(3, 70), mask);
    assertNotEquals(VariableMask.of(3, 71), mask);
    assertNotEquals(VariableMask.of(3 + 64, 70 + 64), mask);
  }
}
