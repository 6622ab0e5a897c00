package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.nwfilter.netfilter.analyze.bdd.AskedVariables;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which rule of a chain decides on which packets, if all enter, and which other rules these packets
 * would meet: the first rule that a packet meets decides. Most rules of such chains exclude each
 * other; then what a rule decides on is what it asks for.
 */
public final class FirstMatches {

  /** How many rules a chain has from which on it is worth it. */
  private static final int LEAST = 8;

  /** From how many sets on it takes less to join them variable by variable. */
  private static final int MANY = 128;

  private static final int UNKNOWN_SET = -1;

  private final Diagrams diagrams;
  private final int[] matching;
  private final int[] first;
  private final int accepted;
  private final int returned;

  /** The variables for which no rule asks. */
  private @Nullable VariableMask unasked;

  /** The rules that decide on packets that a later one asks for. */
  private final List<int[]> earlier;

  /** The rules that are asked for by packets on which an earlier one decides. */
  private final List<int[]> later;

  private FirstMatches(
      Diagrams diagrams, int[] matching, int accepted, int returned, long[] meetings) {
    this.diagrams = diagrams;
    this.matching = matching;
    this.accepted = accepted;
    this.returned = returned;
    this.first = new int[matching.length];
    Arrays.fill(first, UNKNOWN_SET);
    this.later = grouped(meetings, matching.length);
    this.earlier =
        grouped(
            Arrays.stream(meetings).map(pair -> Long.rotateLeft(pair, 32)).sorted().toArray(),
            matching.length);
  }

  /** {@return the second halves of pairs by the first halves, in whose order the pairs are} */
  private static List<int[]> grouped(long[] pairs, int count) {
    List<int[]> groups =
        Arrays.asList(Collections.nCopies(count, new int[0]).toArray(int[][]::new));
    for (int start = 0, end; start < pairs.length; start = end) {
      int key = (int) (pairs[start] >>> 32);
      end = start;
      while (end < pairs.length && (int) (pairs[end] >>> 32) == key) {
        end++;
      }
      groups.set(key, Arrays.stream(pairs, start, end).mapToInt(pair -> (int) pair).toArray());
    }
    return groups;
  }

  /**
   * {@return whether a chain has several rules, and each of its rules decides on all packets that
   * it gets}
   */
  static boolean areWorthIt(Chain chain) {
    return chain.rules().size() >= LEAST
        && chain.rules().stream().allMatch(rule -> verdict(rule.target()).isPresent());
  }

  private static Optional<Verdict> verdict(Target target) {
    if (target instanceof Target.Reject) {
      return Optional.of(Verdict.DROP);
    }
    return target instanceof Verdict verdict && verdict != Verdict.CONTINUE
        ? Optional.of(verdict)
        : Optional.empty();
  }

  /**
   * {@return the first matches of a chain; empty if there are too many cases}
   *
   * @param diagrams the arena of the sets
   * @param chain the chain, for which {@linkplain #areWorthIt it is worth it}
   * @param matches which packets meet a match
   * @throws BudgetExceededException if that needs too many nodes
   */
  static Optional<FirstMatches> of(Diagrams diagrams, Chain chain, RuleSets matches) {
    int[] matching = new int[chain.rules().size()];
    ImmutableList.Builder<Verdict> verdicts = ImmutableList.builder();
    int next = 0;
    for (ChainRule rule : chain.rules()) {
      matching[next] = matches.inRule(chain, next).all(rule.matches(), diagrams);
      next++;
      verdicts.add(verdict(rule.target()).orElseThrow());
    }
    FirstMatchWalk walk = new FirstMatchWalk(diagrams, verdicts.build());
    return walk.run(matching).map(decided -> of(diagrams, chain, matching, decided, walk));
  }

  private static FirstMatches of(
      Diagrams diagrams,
      Chain chain,
      int[] matching,
      FirstMatchWalk.Decided decided,
      FirstMatchWalk walk) {
    int accepted = decided.accepted();
    int returned = decided.returned();
    int met = diagrams.or(diagrams.or(accepted, returned), decided.dropped());
    switch (chain.policy()) {
      case ACCEPT -> accepted = diagrams.or(accepted, diagrams.not(met));
      case DROP -> {}
      case RETURN, CONTINUE -> returned = diagrams.or(returned, diagrams.not(met));
    }
    return new FirstMatches(diagrams, matching, accepted, returned, walk.meetings());
  }

  /** {@return the packets that the chain accepts} */
  public int accepted() {
    return accepted;
  }

  /** {@return the packets that go back to the calling chain} */
  public int returned() {
    return returned;
  }

  /** {@return the packets that meet a rule, wherever they come from} */
  public int matching(int rule) {
    return matching[rule];
  }

  /**
   * {@return packets of which a rule decides on some if and only if it does so on some of others}
   * What no rule asks for does not matter.
   *
   * @param packets the others
   */
  public int asRulesSee(int packets) {
    VariableMask mask = unasked;
    if (mask == null) {
      mask = VariableMask.allBut(AskedVariables.of(diagrams, matching).stream().toArray());
      unasked = mask;
    }
    return diagrams.exists(packets, mask);
  }

  /** {@return the packets on which a rule decides} */
  public int first(int rule) {
    if (first[rule] == UNKNOWN_SET) {
      first[rule] = diagrams.without(matching[rule], taken(earlier.get(rule)));
    }
    return first[rule];
  }

  private int taken(int[] rules) {
    return rules.length < MANY
        ? diagrams.union(Arrays.stream(rules).mapToObj(rule -> matching[rule]).toList())
        : unionOfMany(Arrays.stream(rules).map(rule -> matching[rule]).toArray());
  }

  private int unionOfMany(int[] sets) {
    return new FirstMatchWalk(diagrams, Collections.nCopies(sets.length, Verdict.ACCEPT))
        .run(sets)
        .map(FirstMatchWalk.Decided::accepted)
        .orElseGet(() -> diagrams.union(Ints.asList(sets)));
  }

  /** {@return the earlier rules that decide on packets that a rule asks for, ascending} */
  public IntStream earlier(int rule) {
    return Arrays.stream(earlier.get(rule));
  }

  /** {@return the later rules that ask for packets on which a rule decides, ascending} */
  public IntStream later(int rule) {
    return Arrays.stream(later.get(rule));
  }
}
