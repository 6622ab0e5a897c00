package io.nwfilter.netfilter.analyze.bdd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import io.nwfilter.netfilter.packet.Bits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every operation against sets of assignments to six variables, kept as the bits of a number. */
class DiagramsTest {

  private static final int VARIABLES = 6;

  private final Diagrams diagrams = new Diagrams(100_000);

  /** A set in both forms. */
  private record Both(int set, long truth) {}

  /** {@return the assignments that are in a set, by walking its diagram} */
  private long truth(int set) {
    long truth = 0;
    for (int assignment = 0; assignment < 1 << VARIABLES; assignment++) {
      int node = set;
      while (node > Diagrams.EVERYTHING) {
        node = diagrams.branch(node, (assignment >> diagrams.variable(node) & 1) != 0);
      }
      truth |= node == Diagrams.EVERYTHING ? 1L << assignment : 0;
    }
    return truth;
  }

  private Both variable(int number) {
    long truth = 0;
    for (int assignment = 0; assignment < 1 << VARIABLES; assignment++) {
      truth |= (assignment >> number & 1) != 0 ? 1L << assignment : 0;
    }
    return new Both(diagrams.variableSet(number), truth);
  }

  @Test
  void operationsAreThoseOfSets() {
    Random random = new Random(11);
    List<Both> made = new ArrayList<>();
    made.add(new Both(Diagrams.NOTHING, 0));
    made.add(new Both(Diagrams.EVERYTHING, -1));
    for (int i = 0; i < VARIABLES; i++) {
      made.add(variable(i));
    }
    for (int i = 0; i < 5_000; i++) {
      Both a = made.get(random.nextInt(made.size()));
      Both b = made.get(random.nextInt(made.size()));
      Both c = made.get(random.nextInt(made.size()));
      made.add(
          switch (random.nextInt(5)) {
            case 0 -> new Both(diagrams.and(a.set, b.set), a.truth & b.truth);
            case 1 -> new Both(diagrams.or(a.set, b.set), a.truth | b.truth);
            case 2 -> new Both(diagrams.without(a.set, b.set), a.truth & ~b.truth);
            case 3 -> new Both(diagrams.not(a.set), ~a.truth);
            default ->
                new Both(
                    diagrams.choose(a.set, b.set, c.set),
                    (a.truth & b.truth) | (~a.truth & c.truth));
          });
      Both last = made.get(made.size() - 1);
      assertEquals(last.truth, truth(last.set));
    }
    // Equal sets have equal numbers.
    for (Both one : made) {
      Both same = made.stream().filter(two -> two.truth == one.truth).findFirst().orElseThrow();
      assertEquals(same.set, one.set);
    }
  }

  /** {@return sets made by choosing from others again and again} */
  private List<Both> chosen(Random random) {
    List<Both> made = new ArrayList<>();
    for (int i = 0; i < VARIABLES; i++) {
      made.add(variable(i));
    }
    for (int i = 0; i < 500; i++) {
      Both a = made.get(random.nextInt(made.size()));
      Both b = made.get(random.nextInt(made.size()));
      Both c = made.get(random.nextInt(made.size()));
      made.add(
          new Both(
              diagrams.choose(a.set, b.set, c.set), (a.truth & b.truth) | (~a.truth & c.truth)));
    }
    return made;
  }

  @Test
  void cubesIntersectWhatHasAnElementOfThem() {
    Random random = new Random(17);
    int[] bits = IntStream.range(0, VARIABLES).toArray();
    for (Both one : chosen(random)) {
      Bits value = Bits.of(random.nextInt(1 << VARIABLES));
      Bits mask = Bits.of(random.nextInt(1 << VARIABLES));

      assertEquals(
          diagrams.intersects(one.set, new ValueSets(diagrams, bits).cube(value, mask)),
          diagrams.intersectsCube(one.set, bits, value, mask));
    }
  }

  private static boolean isIn(long truth, int assignment) {
    return (truth >> assignment & 1) != 0;
  }

  @Test
  void freeVariablesMayHaveAnyValue() {
    Random random = new Random(13);
    for (Both one : chosen(random)) {
      int free = random.nextInt(1 << VARIABLES);
      long truth = 0;
      for (int assignment = 0; assignment < 1 << VARIABLES; assignment++) {
        for (int other = 0; other < 1 << VARIABLES; other++) {
          boolean same = (assignment & ~free) == (other & ~free);
          truth |= same && isIn(one.truth, other) ? 1L << assignment : 0;
        }
      }
      VariableMask mask =
          VariableMask.of(
              IntStream.range(0, VARIABLES).filter(i -> (free >> i & 1) != 0).toArray());
      assertEquals(truth, truth(diagrams.exists(one.set, mask)));
      VariableMask same =
          VariableMask.allBut(
              IntStream.range(0, VARIABLES).filter(i -> (free >> i & 1) == 0).toArray());
      assertEquals(truth, truth(diagrams.exists(one.set, same)));
    }
  }

  @Test
  void variablesAreReplacedAllAtOnce() {
    Random random = new Random(14);
    List<Both> sets = chosen(random);
    sets.add(new Both(Diagrams.NOTHING, 0));
    sets.add(new Both(Diagrams.EVERYTHING, -1));
    for (Both one : sets) {
      List<Both> others = new ArrayList<>();
      Map<Integer, Integer> replacements = new HashMap<>();
      for (int i = 0; i < VARIABLES; i++) {
        if (random.nextInt(3) == 0) {
          others.add(variable(i)); // and so is kept
        } else {
          others.add(
              random.nextBoolean()
                  ? variable(random.nextInt(VARIABLES))
                  : sets.get(random.nextInt(sets.size())));
          replacements.put(i, others.get(i).set);
        }
      }
      long truth = 0;
      for (int assignment = 0; assignment < 1 << VARIABLES; assignment++) {
        int replaced = 0;
        for (int i = 0; i < VARIABLES; i++) {
          replaced |= isIn(others.get(i).truth, assignment) ? 1 << i : 0;
        }
        truth |= isIn(one.truth, replaced) ? 1L << assignment : 0;
      }
      assertEquals(truth, truth(new Replacement(diagrams, replacements).in(one.set)));
    }
  }

  @Test
  void cubesHaveTheGivenBits() {
    int[] bits = {0, 2, 3, 5};
    Random random = new Random(12);
    for (int i = 0; i < 200; i++) {
      int value = random.nextInt(16);
      int mask = random.nextInt(16);
      long truth = 0;
      for (int assignment = 0; assignment < 1 << VARIABLES; assignment++) {
        int asked =
            (assignment & 1) << 3
                | (assignment >> 2 & 1) << 2
                | (assignment >> 3 & 1) << 1
                | assignment >> 5;
        truth |= (asked & mask) == (value & mask) ? 1L << assignment : 0;
      }
      assertEquals(truth, truth(new ValueSets(diagrams, bits).cube(Bits.of(value), Bits.of(mask))));
    }
  }

  @Test
  void rangesHaveAllValuesBetweenTheirEnds() {
    int[] bits = {1, 2, 4};
    for (int low = 0; low < 8; low++) {
      for (int high = 0; high < 8; high++) {
        long truth = 0;
        for (int assignment = 0; assignment < 1 << VARIABLES; assignment++) {
          int asked =
              (assignment >> 1 & 1) << 2 | (assignment >> 2 & 1) << 1 | (assignment >> 4 & 1);
          truth |= low <= asked && asked <= high ? 1L << assignment : 0;
        }
        assertEquals(
            truth, truth(new ValueSets(diagrams, bits).range(Bits.of(low), Bits.of(high))));
      }
    }
  }

  @Test
  void unionsHaveAllElements() {
    List<Integer> sets = List.of(variable(0).set, variable(3).set, variable(5).set);

    assertEquals(
        variable(0).truth | variable(3).truth | variable(5).truth, truth(diagrams.union(sets)));
    assertEquals(Diagrams.NOTHING, diagrams.union(List.of()));
  }

  /** {@return a set that random operations make of variables} */
  private Both random(Random random) {
    Both set = variable(random.nextInt(VARIABLES));
    for (int i = 0; i < 12; i++) {
      Both other = variable(random.nextInt(VARIABLES));
      set =
          switch (random.nextInt(4)) {
            case 0 -> new Both(diagrams.and(set.set, other.set), set.truth & other.truth);
            case 1 -> new Both(diagrams.or(set.set, other.set), set.truth | other.truth);
            case 2 -> new Both(diagrams.without(other.set, set.set), other.truth & ~set.truth);
            default ->
                new Both(
                    diagrams.choose(set.set, diagrams.not(other.set), other.set),
                    set.truth ^ other.truth);
          };
    }
    return set;
  }

  @Test
  void aVariableHasAGivenValue() {
    Random random = new Random(16);
    for (int i = 0; i < 500; i++) {
      Both set = random(random);
      int variable = random.nextInt(VARIABLES);
      boolean value = random.nextBoolean();
      int restricted = diagrams.restricted(set.set, variable, value);
      long truth = 0;
      for (int assignment = 0; assignment < 1 << VARIABLES; assignment++) {
        int bit = 1 << variable;
        int given = value ? assignment | bit : assignment & ~bit;
        truth |= isIn(set.truth, given) ? 1L << assignment : 0;
      }

      assertEquals(truth, truth(restricted));
      assertFalse(diagrams.asked(restricted).contains(variable));
    }
  }

  @Test
  void unionsOfManySetsHaveTheElementsOfAll() {
    Random random = new Random(15);
    for (int i = 0; i < 200; i++) {
      List<Both> some = new ArrayList<>();
      for (int count = random.nextInt(6); count > 0; count--) {
        some.add(random(random));
      }

      assertEquals(
          some.stream().mapToLong(Both::truth).reduce(0, (a, b) -> a | b),
          truth(diagrams.union(some.stream().map(Both::set).toList())));
    }
  }

  @Test
  void theTimeLimitHolds() {
    Diagrams late = new Diagrams(1_000_000);
    late.limit(TimeLimit.fromNow(Duration.ZERO));

    BudgetExceededException refusal =
        assertThrows(BudgetExceededException.class, () -> equalHalves(late));

    assertEquals("the analysis takes longer than 0 s", refusal.getMessage());
  }

  /** Makes the assignments whose first variables are as the others: exponentially many nodes. */
  private static void equalHalves(Diagrams diagrams) {
    int set = Diagrams.EVERYTHING;
    for (int i = 0; i < 20; i++) {
      int one = diagrams.variableSet(i);
      int other = diagrams.variableSet(i + 20);
      set = diagrams.and(set, diagrams.choose(one, other, diagrams.not(other)));
    }
  }

  @Test
  void theBudgetHolds() {
    Diagrams few = new Diagrams(20);

    BudgetExceededException refusal =
        assertThrows(
            BudgetExceededException.class,
            () -> {
              for (int i = 0; i < 100; i++) {
                few.variableSet(i);
              }
            });

    assertEquals("the analysis needs more than 20 nodes", refusal.getMessage());
    assertEquals(20, few.size());
  }
}
