package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.ChainTrace;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Step;
import io.nwfilter.netfilter.simulate.TriedRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what has decided in favour of a packet where other rules have dropped it. */
final class DecidingRules {

  private DecidingRules() {}

  /**
   * {@return what has let a packet through, in the chain in which it is dropped by other rules, or
   * in the base chain that leads there; empty if it does not come to these}
   *
   * @param arriving what becomes of the packet where it arrives
   * @param dropped what becomes of it where it is dropped
   */
  static Optional<Decision> accepting(Explanation arriving, Explanation dropped) {
    Optional<Decision> drop = dropping(dropped, arriving).map(Ending::decision);
    return drop.flatMap(decision -> inChain(arriving, decision))
        .or(() -> drop.flatMap(decision -> inBaseChain(arriving, dropped, decision)))
        .filter(decision -> !drops(decision));
  }

  /**
   * {@return how a packet ends that is dropped, or the first one of its copies that does not arrive
   * where others let it; empty if each does}
   *
   * @param dropped what becomes of the packet
   * @param other what becomes of it with other rules
   */
  static Optional<Ending> dropping(Explanation dropped, Explanation other) {
    Course course = dropped.courses().get(0);
    if (course.fate() != Fate.ARRIVES) {
      return course.deciding();
    }
    List<End> ends = other.arrivals();
    return course.endings().stream()
        .filter(ending -> ending.fate() != Fate.ARRIVES)
        .filter(ending -> ending.end().filter(ends::contains).isPresent())
        .findFirst();
  }

  /** {@return whether another copy of a packet that arrives is dropped there} */
  private static boolean drops(Decision decision) {
    if (decision instanceof Decision.ByRule rule) {
      Target target = rule.rule().target();
      return target == Target.Verdict.DROP || target instanceof Target.Reject;
    }
    return decision instanceof Decision.ByPolicy policy && policy.policy() == Target.Verdict.DROP;
  }

  /** {@return what has decided in the very chain in which something else has decided} */
  private static Optional<Decision> inChain(Explanation arriving, Decision other) {
    return other instanceof Decision.ByRule drop
        ? called(arriving)
            .flatMap(step -> traces(step.chain()))
            .filter(trace -> trace.place().equals(drop.place()))
            .findFirst()
            .flatMap(DecidingRules::decision)
        : Optional.empty();
  }

  private static Stream<ChainTrace> traces(ChainTrace trace) {
    return Stream.concat(
        Stream.of(trace),
        trace.rules().stream()
            .flatMap(rule -> rule.entered().stream())
            .flatMap(DecidingRules::traces));
  }

  private static Optional<Decision> inBaseChain(
      Explanation arriving, Explanation dropped, Decision other) {
    return called(dropped)
        .filter(step -> has(step.chain(), other))
        .findFirst()
        .flatMap(there -> called(arriving).filter(step -> isSame(step, there)).findFirst())
        .flatMap(step -> decision(step.chain()));
  }

  private static Stream<Step.Called> called(Explanation explanation) {
    return called(explanation.courses().get(0).steps()).stream();
  }

  private static List<Step.Called> called(List<Step> steps) {
    return steps.stream()
        .flatMap(step -> step.accept(new Calls()).stream())
        .collect(ImmutableList.toImmutableList());
  }

  /** The calls of base chains at a step. */
  private static final class Calls implements Step.Visitor<List<Step.Called>> {

    @Override
    public List<Step.Called> visit(Step.Called step) {
      return ImmutableList.of(step);
    }

    @Override
    public List<Step.Called> visit(Step.Event step) {
      return ImmutableList.of();
    }

    @Override
    public List<Step.Called> visit(Step.Copies step) {
      return step.ways().stream()
          .flatMap(way -> called(way.steps()).stream())
          .collect(ImmutableList.toImmutableList());
    }
  }

  private static boolean isSame(Step.Called one, Step.Called other) {
    return one.hook() == other.hook() && one.chain().place().equals(other.chain().place());
  }

  private static boolean has(ChainTrace trace, Decision decision) {
    return decision(trace).filter(decision::equals).isPresent();
  }

  /** {@return what has decided in a chain; empty if the packet goes on in the calling one} */
  private static Optional<Decision> decision(ChainTrace trace) {
    if (trace.end().isPresent()) {
      return trace.end().map(policy -> new Decision.ByPolicy(trace.place(), policy));
    }
    if (trace.rules().isEmpty()) {
      return Optional.empty();
    }
    TriedRule last = trace.rules().get(trace.rules().size() - 1);
    Optional<Decision> inside = last.entered().flatMap(DecidingRules::decision);
    return inside.isPresent() || !last.matched()
        ? inside
        : Optional.of(new Decision.ByRule(trace.place(), last.number(), last.rule()));
  }
}
