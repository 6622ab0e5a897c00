package io.nwfilter.testkit.testbed;

import io.nwfilter.netfilter.simulate.ChainTrace;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Step;
import io.nwfilter.netfilter.simulate.TriedRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules that a packet has met, and how often. */
final class MetRules implements Step.Visitor<@Nullable Void> {

  private final Map<Passage.Met, Long> met = new LinkedHashMap<>();

  private MetRules() {}

  static Map<Passage.Met, Long> of(Course course) {
    MetRules rules = new MetRules();
    rules.addAll(course.steps());
    return rules.met;
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
      if (rule.matched()) {
        met.merge(
            new Passage.Met(chain.family(), chain.table(), chain.chain(), rule.number()),
            1L,
            Long::sum);
      }
      rule.entered().ifPresent(this::add);
    }
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
