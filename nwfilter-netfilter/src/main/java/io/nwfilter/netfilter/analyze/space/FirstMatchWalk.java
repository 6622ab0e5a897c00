package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the sets of all rules of a chain at once, variable by variable. With a value of a
 * variable go on those rules that have packets with that value, until the first one has all that
 * are left. Where rules exclude each other, they part soon, so that few steps for each of them are
 * enough, and no set is made but those of what all rules accept, return and drop.
 */
final class FirstMatchWalk {

  /** How many steps there may be for each rule, on average. */
  private static final int MAX_STEPS = 256;

  /** How many more steps there may be, however few rules. */
  private static final int MORE_STEPS = 200_000;

  private static final Decided NOT_DECIDED = new Decided(NOTHING, NOTHING, NOTHING);

  private final Diagrams diagrams;
  private final List<Verdict> verdicts;
  private final Map<Rest, Decided> known = new HashMap<>();
  private final LongStream.Builder meetings = LongStream.builder();
  private long stepsLeft;

  /** The packets that rules decide on, by what they say. */
  record Decided(int accepted, int returned, int dropped) {}

  /** The rules that have packets with some values of variables, and which of these they have. */
  private static final class Rest {

    private final int[] rules;
    private final int[] sets;
    private final int hash;

    Rest(int[] rules, int[] sets) {
      this.rules = rules;
      this.sets = sets;
      this.hash = Arrays.hashCode(rules) * 31 + Arrays.hashCode(sets);
    }

    static Rest of(int[] rules, int[] sets, int size) {
      return size == rules.length
          ? new Rest(rules, sets)
          : new Rest(Arrays.copyOf(rules, size), Arrays.copyOf(sets, size));
    }

    int size() {
      return rules.length;
    }

    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof Rest other
          && hash == other.hash
          && Arrays.equals(rules, other.rules)
          && Arrays.equals(sets, other.sets);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * Begins with rules.
   *
   * @param diagrams the arena of the sets
   * @param verdicts what each rule says: to accept, to return or to drop
   */
  FirstMatchWalk(Diagrams diagrams, List<Verdict> verdicts) {
    this.diagrams = diagrams;
    this.verdicts = verdicts;
  }

  /**
   * {@return the packets on which the rules decide; empty if that would take too many steps}
   *
   * @param matching the packets that meet each rule
   */
  Optional<Decided> run(int[] matching) {
    int[] rules = new int[matching.length];
    int[] sets = new int[matching.length];
    int count = 0;
    for (int i = 0; i < matching.length; i++) {
      if (matching[i] != NOTHING) {
        rules[count] = i;
        sets[count++] = matching[i];
      }
    }
    stepsLeft = (long) MAX_STEPS * matching.length + MORE_STEPS;
    Decided decided = of(Rest.of(rules, sets, count), false);
    return stepsLeft < 0 ? Optional.empty() : Optional.of(decided);
  }

  /**
   * {@return the pairs of rules of which the second is asked for by packets on which the first
   * decides, ascending, as the number of the first times 2³² plus that of the second}
   */
  long[] meetings() {
    return meetings.build().sorted().distinct().toArray();
  }

  /**
   * {@return the packets on which rules decide}
   *
   * @param rest the rules
   * @param parted whether there are others with another value of the variable before: the result is
   *     remembered then
   */
  private Decided of(Rest rest, boolean parted) {
    stepsLeft -= rest.size();
    if (rest.size() == 0 || stepsLeft < 0) {
      return NOT_DECIDED;
    }
    if (rest.sets[0] == EVERYTHING) {
      for (int i = 1; i < rest.size(); i++) {
        meetings.add((long) rest.rules[0] << 32 | rest.rules[i]);
      }
      return decidedBy(rest.rules[0], EVERYTHING);
    }
    if (rest.size() == 1) {
      return decidedBy(rest.rules[0], rest.sets[0]);
    }
    Decided before = known.get(rest);
    if (before != null) {
      return before;
    }
    Decided decided = split(rest);
    if (parted) {
      known.put(rest, decided);
    }
    return decided;
  }

  /** Splits by the first variable for which a rule asks. */
  private Decided split(Rest rest) {
    int variable = firstVariable(rest);
    int size = rest.size();
    int[] lowRules = new int[size];
    int[] lowSets = new int[size];
    int[] highRules = new int[size];
    int[] highSets = new int[size];
    int lows = 0;
    int highs = 0;
    for (int i = 0; i < size; i++) {
      int set = rest.sets[i];
      boolean asks = diagrams.variable(set) == variable;
      int low = asks ? diagrams.branch(set, false) : set;
      int high = asks ? diagrams.branch(set, true) : set;
      if (low != NOTHING) {
        lowRules[lows] = rest.rules[i];
        lowSets[lows++] = low;
      }
      if (high != NOTHING) {
        highRules[highs] = rest.rules[i];
        highSets[highs++] = high;
      }
    }
    boolean parted = lows > 0 && highs > 0;
    return both(
        variable,
        of(Rest.of(lowRules, lowSets, lows), parted),
        of(Rest.of(highRules, highSets, highs), parted));
  }

  private Decided decidedBy(int rule, int packets) {
    return switch (verdicts.get(rule)) {
      case ACCEPT -> new Decided(packets, NOTHING, NOTHING);
      case RETURN -> new Decided(NOTHING, packets, NOTHING);
      case DROP -> new Decided(NOTHING, NOTHING, packets);
      case CONTINUE -> throw new IllegalArgumentException("a rule that decides nothing");
    };
  }

  private Decided both(int variable, Decided low, Decided high) {
    return new Decided(
        diagrams.node(variable, low.accepted(), high.accepted()),
        diagrams.node(variable, low.returned(), high.returned()),
        diagrams.node(variable, low.dropped(), high.dropped()));
  }

  private int firstVariable(Rest rest) {
    int first = Diagrams.NO_VARIABLE;
    for (int set : rest.sets) {
      first = Math.min(first, diagrams.variable(set));
    }
    return first;
  }
}
