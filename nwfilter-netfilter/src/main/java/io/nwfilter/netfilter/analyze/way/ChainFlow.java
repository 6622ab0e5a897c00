package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.space.FirstMatches;
import io.nwfilter.netfilter.analyze.space.RuleSets;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A chain with the packets that get to each of its rules. If its {@linkplain FirstMatches first
 * matches} are known, these packets are those of them that enter the chain; otherwise packets are
 * led through rule by rule.
 */
public final class ChainFlow {

  private static final int UNKNOWN_SET = -1;

  /** The chain. */
  public final Chain chain;

  private final Diagrams diagrams;
  private final RuleSets matches;
  private final int[] matching;
  private final int[] meeting;
  private final int[] taken;
  private Optional<FirstMatches> first = Optional.empty();

  /** The packets that were led through, with what has become of them. */
  private int entering = NOTHING;

  /** The packets of which was last asked what the rules see, with the reply. */
  private int lastSeen = NOTHING;

  private int seen = NOTHING;

  private final Joined accepted = new Joined();
  private final Joined returned = new Joined();

  /** Sets that are joined when that is asked for, as of the outermost chains it may never be. */
  private final class Joined {

    private final List<Integer> parts = new ArrayList<>();
    private final List<Remaining> rests = new ArrayList<>();

    void add(int part) {
      if (part != NOTHING) {
        parts.add(part);
      }
    }

    void add(Remaining rest) {
      rests.add(rest);
    }

    int all() {
      rests.forEach(rest -> parts.add(rest.all()));
      rests.clear();
      int all = diagrams.union(parts);
      parts.clear();
      parts.add(all);
      return all;
    }
  }

  /**
   * Begins without packets.
   *
   * @param diagrams the arena of the sets
   * @param chain the chain
   * @param matches which packets meet a match
   */
  ChainFlow(Diagrams diagrams, Chain chain, RuleSets matches) {
    this.diagrams = diagrams;
    this.chain = chain;
    this.matches = matches;
    int size = chain.rules().size();
    this.matching = new int[size];
    Arrays.fill(matching, UNKNOWN_SET);
    this.meeting = new int[size];
    this.taken = new int[size];
  }

  /** {@return how many rules it has} */
  public int size() {
    return matching.length;
  }

  /** {@return one of its rules, the first one if the index is 0} */
  public ChainRule rule(int index) {
    return chain.rules().get(index);
  }

  /** {@return the packets that enter the chain} */
  public int entering() {
    return entering;
  }

  /** {@return whether packets that have entered need not be led through rule by rule} */
  public boolean knowsFirstMatches() {
    return first.isPresent();
  }

  /** Has packets enter. */
  void enter(int packets) {
    if (entering == NOTHING) {
      first = matches.firstMatches(chain);
    }
    entering = diagrams.or(entering, packets);
  }

  /**
   * Notes what has become of packets that were led to a rule.
   *
   * @param rule the rule
   * @param met those that meet it
   * @param accepted those that are accepted then
   * @param returned those that go back to the calling chain
   * @param gone those that go no further in this chain
   */
  void note(int rule, int met, int accepted, int returned, int gone) {
    meeting[rule] = diagrams.or(meeting[rule], met);
    taken[rule] = diagrams.or(taken[rule], gone);
    this.accepted.add(accepted);
    this.returned.add(returned);
  }

  /** Notes what was led to the end of the chain. */
  void noteEnd(Remaining rest) {
    switch (chain.policy()) {
      case ACCEPT -> accepted.add(rest);
      case DROP -> {}
      case RETURN, CONTINUE -> returned.add(rest);
    }
  }

  /** {@return the packets that are accepted here, of those that have entered} */
  int accepted() {
    return first.map(FirstMatches::accepted).orElseGet(accepted::all);
  }

  /** {@return the packets that go back to the calling chain, of those that have entered} */
  int returned() {
    return first.map(FirstMatches::returned).orElseGet(returned::all);
  }

  /** {@return the packets that meet a rule, wherever they come from} */
  public int matching(int rule) {
    if (first.isPresent()) {
      return first.get().matching(rule);
    }
    if (matching[rule] == UNKNOWN_SET) {
      matching[rule] = matches.inRule(chain, rule).all(rule(rule).matches(), diagrams);
    }
    return matching[rule];
  }

  /** {@return those of some packets that get to a rule, and meet it} */
  public int meeting(int rule, int among) {
    return of(rule, meeting, among);
  }

  /** {@return those of some packets that get to a rule, meet it, and go no further in the chain} */
  public int taken(int rule, int among) {
    return of(rule, taken, among);
  }

  private int of(int rule, int[] sets, int among) {
    return first.isPresent()
        ? diagrams.and(first.get().first(rule), diagrams.and(entering, among))
        : diagrams.and(sets[rule], among);
  }

  /** {@return whether some of some packets get to a rule, and meet it} */
  public boolean isMet(int rule, int among) {
    return first
        .map(known -> diagrams.intersects(known.first(rule), seen(known, among)))
        .orElseGet(() -> diagrams.intersects(meeting[rule], among));
  }

  /** {@return what the rules see of those of some packets that enter} */
  private int seen(FirstMatches known, int among) {
    int packets = diagrams.and(entering, among);
    if (packets != lastSeen) {
      lastSeen = packets;
      seen = known.asRulesSee(packets);
    }
    return seen;
  }

  /** {@return the earlier rules that may take packets that a rule asks for, ascending} */
  public IntStream earlier(int rule) {
    return first.map(known -> known.earlier(rule)).orElseGet(() -> IntStream.range(0, rule));
  }

  /** {@return the later rules that may ask for packets that a rule takes, ascending} */
  public IntStream later(int rule) {
    return first.map(known -> known.later(rule)).orElseGet(() -> IntStream.range(rule + 1, size()));
  }
}
