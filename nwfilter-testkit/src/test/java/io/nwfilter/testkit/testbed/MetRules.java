package io.nwfilter.testkit.testbed;

import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.simulate.ChainTrace;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Step;
import io.nwfilter.netfilter.simulate.TriedRule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that a packet has met, and how often. */
final class MetRules implements Step.Visitor<@Nullable Void> {

  private final Map<Passage.Met, Long> met = new LinkedHashMap<>();

  /** Rules of which it is not said whether they are met, as that does not matter. */
  private final Set<Passage.Met> open = new HashSet<>();

  private MetRules() {}

  static MetRules of(Course course) {
    MetRules rules = new MetRules();
    rules.addAll(course.steps());
    return rules;
  }

  Map<Passage.Met, Long> met() {
    return met;
  }

  Set<Passage.Met> open() {
    return open;
  }

  private void addAll(List<Step> steps) {
    steps.forEach(step -> step.accept(this));
  }

  @Override
  public @Nullable Void visit(Step.Called step) {
    add(step.chain());
    return null;
  }

  private void add(ChainTrace chain) {
    for (TriedRule rule : chain.rules()) {
      Passage.Met place = new Passage.Met(chain.place(), rule.number());
      if (rule.matched() || isOnlyCounted(rule)) {
        met.merge(place, 1L, Long::sum);
      } else if (rule.assumption().isPresent() && rule.mismatch().isEmpty()) {
        open.add(place);
      }
      rule.entered().ifPresent(this::add);
    }
  }

  /** {@return whether only a match after the counter is not met, as of a translation's family} */
  private static boolean isOnlyCounted(TriedRule rule) {
    List<Match> matches = rule.rule().matches();
    int counter = matches.indexOf(CounterMatch.COUNTER);
    return counter >= 0
        && rule.mismatch().filter(found -> matches.indexOf(found.match()) > counter).isPresent();
  }

  @Override
  public @Nullable Void visit(Step.Event step) {
    return null;
  }

  @Override
  public @Nullable Void visit(Step.Copies step) {
    step.ways().forEach(way -> addAll(way.steps()));
    return null;
  }
}
