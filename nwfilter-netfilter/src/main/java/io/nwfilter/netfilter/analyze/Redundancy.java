package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.way.ChainFlow;
import io.nwfilter.netfilter.analyze.way.ChangedFields;
import io.nwfilter.netfilter.analyze.way.TableFlow;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds rules of a table that may be left out, as later rules of their chain do the same: a pass
 * from the end of each chain to its beginning, after packets were led through the table.
 *
 * <p>Rules of one origin that follow each other are left out together. Only what other rules decide
 * counts, not the end of a chain: a rule that says what would happen anyway is not redundant. What
 * was found to be redundant does not count either, nor what no packet meets: all that is found, or
 * any part of it, may be left out.
 */
final class Redundancy {

  private final Diagrams diagrams;
  private final TableFlow flow;
  private final Deciders deciders;
  private final List<RedundantRules> found = new ArrayList<>();
  private int asked;

  /** Begins with a table through which packets were led. */
  Redundancy(Diagrams diagrams, TableFlow flow, Deciders deciders) {
    this.diagrams = diagrams;
    this.flow = flow;
    this.deciders = deciders;
  }

  /** {@return the rules, those of one chain in their order} */
  ImmutableList<RedundantRules> rules() {
    ImmutableList.Builder<RedundantRules> rules = ImmutableList.builder();
    for (ChainFlow chain : flow.chains()) {
      found.clear();
      new Backwards(chain).run();
      rules.addAll(Lists.reverse(found));
    }
    return rules.build();
  }

  /** One chain, from its end. */
  private final class Backwards {

    private final ChainFlow chain;
    private final List<ChainRule> rules;
    private final boolean[] leftOut;

    /** Whether a rule counts that was looked at. */
    private final boolean[] kept;

    /** What later rules with a target ask for, unless it is known which of them matter to which. */
    private final Map<Target, Integer> later = new HashMap<>();

    Backwards(ChainFlow chain) {
      this.chain = chain;
      this.rules = chain.chain.rules();
      this.leftOut = new boolean[rules.size()];
      this.kept = new boolean[rules.size()];
    }

    void run() {
      int last = rules.size();
      while (last > 0) {
        int first = last - 1;
        while (first > 0 && rules.get(first - 1).origin().equals(rules.get(first).origin())) {
          first--;
        }
        if (!isRedundant(first, last)) {
          for (int i = first; i < last; i++) {
            keep(i);
          }
        }
        last = first;
      }
    }

    private void keep(int rule) {
      Target target = rules.get(rule).target();
      kept[rule] = target instanceof Verdict && deciders.isMet(chain, rule);
      if (kept[rule] && !chain.knowsFirstMatches()) {
        later.merge(target, chain.matching(rule), diagrams::or);
      }
    }

    /** {@return whether the later rules do the same as some, which is noted then} */
    private boolean isRedundant(int first, int last) {
      Target target = rules.get(first).target();
      if (target == Verdict.CONTINUE) {
        return false;
      }
      int packets = NOTHING;
      for (int i = first; i < last; i++) {
        if (!rules.get(i).target().equals(target) || !isWithin(i, same(i, target))) {
          return false;
        }
        packets = diagrams.or(packets, chain.meeting(i, EVERYTHING));
      }
      if (deciders.isNothing(packets)) {
        return false;
      }
      int[] others =
          IntStream.range(first, last)
              .flatMap(chain::later)
              .filter(i -> i >= last)
              .sorted()
              .distinct()
              .toArray();
      Optional<List<RulePlace>> by = deciding(others, target, packets);
      by.ifPresent(places -> note(first, last, places));
      return by.isPresent();
    }

    /** {@return what later rules with a target ask for, as far as it matters to a rule} */
    private int same(int rule, Target target) {
      if (!chain.knowsFirstMatches()) {
        return later.getOrDefault(target, NOTHING);
      }
      return diagrams.union(
          chain
              .later(rule)
              .filter(i -> kept[i] && rules.get(i).target().equals(target))
              .mapToObj(chain::matching)
              .toList());
    }

    /** {@return whether a set has all packets that meet a rule} Most have none of them. */
    private boolean isWithin(int rule, int set) {
      return !deciders.isMet(chain, rule)
          || (diagrams.intersects(chain.matching(rule), set)
              && deciders.isNothing(diagrams.without(chain.meeting(rule, EVERYTHING), set)));
    }

    private void note(int first, int last, List<RulePlace> by) {
      for (int i = first; i < last; i++) {
        leftOut[i] = true;
      }
      RulePlace place = deciders.place(chain.chain, first);
      found.add(new RedundantRules(place, rules.subList(first, last), by));
    }

    /** {@return the later rules that decide all packets; empty if one has another target} */
    private Optional<List<RulePlace>> deciding(int[] others, Target target, int packets) {
      List<RulePlace> places = new ArrayList<>();
      int left = packets;
      for (int i : others) {
        if (deciders.isNothing(left)) {
          break;
        }
        if (asked++ > Deciders.MAX_ASKED) {
          return Optional.empty();
        }
        int taken = diagrams.and(left, chain.matching(i));
        if (deciders.isNothing(taken) || !ChangedFields.hasEffect(rules.get(i).target())) {
          continue;
        }
        if (!rules.get(i).target().equals(target)) {
          return Optional.empty();
        }
        if (!leftOut[i] && deciders.isMet(chain, i)) {
          left = diagrams.without(left, taken);
          if (places.size() < Deciders.MAX_NAMED) {
            places.add(deciders.place(chain.chain, i));
          }
        }
      }
      return deciders.isNothing(left) ? Optional.of(places) : Optional.empty();
    }
  }
}
