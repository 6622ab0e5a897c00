package io.nwfilter.netfilter.change;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules that two lists have exactly once each, as many of them as are in the same order in both:
 * the anchors of Bram Cohen's patience diff.
 */
final class Anchors {

  /** Where one rule is in both lists, counted from 0. */
  record Pair(int left, int right) {}

  /** A pair at the end of a run of pairs, each of which is after the one before in both lists. */
  private record Run(Pair last, @Nullable Run before) {}

  private Anchors() {}

  static List<Pair> of(List<ChainRule> old, List<ChainRule> fresh) {
    Map<RuleKey, Integer> left = singles(old);
    Map<RuleKey, Integer> right = singles(fresh);
    List<Run> runs = new ArrayList<>(); // the best run of each length, by the place where it ends
    for (int i = 0; i < old.size(); i++) {
      RuleKey rule = new RuleKey(old.get(i));
      int there = right.getOrDefault(rule, -1);
      if (there >= 0 && left.getOrDefault(rule, -1) == i) {
        int length = shorterRuns(runs, there);
        Run run = new Run(new Pair(i, there), length == 0 ? null : runs.get(length - 1));
        if (length == runs.size()) {
          runs.add(run);
        } else {
          runs.set(length, run);
        }
      }
    }
    return runs.isEmpty() ? ImmutableList.of() : inOrder(runs.get(runs.size() - 1));
  }

  /** {@return the place of each rule, or -1 if there are several such rules} */
  private static Map<RuleKey, Integer> singles(List<ChainRule> rules) {
    Map<RuleKey, Integer> places = new HashMap<>();
    int place = 0;
    for (ChainRule rule : rules) {
      places.merge(new RuleKey(rule), place++, (one, other) -> -1);
    }
    return places;
  }

  /** {@return how many runs end before a place} */
  private static int shorterRuns(List<Run> runs, int place) {
    int low = 0;
    int high = runs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs.get(middle).last().right() < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static List<Pair> inOrder(Run longest) {
    Deque<Pair> pairs = new ArrayDeque<>();
    for (@Nullable Run run = longest; run != null; run = run.before()) {
      pairs.addFirst(run.last());
    }
    return ImmutableList.copyOf(pairs);
  }
}
