package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the tree of a course while it is evaluated. */
final class Recorder {

  private final Deque<List<Step>> steps = new ArrayDeque<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final List<Assumption> assumptions = new ArrayList<>();
  private Hook hook = Hook.PREROUTING;

  /** A chain that the packet is in. */
  private static final class Frame {
    final PreparedChain chain;
    final List<TriedRule> rules = new ArrayList<>();
    Optional<Verdict> end = Optional.empty();

    Frame(PreparedChain chain) {
      this.chain = chain;
    }
  }

  Recorder() {
    steps.push(new ArrayList<>());
  }

  private List<Step> current() {
    return steps.getFirst();
  }

  void event(String text) {
    current().add(new Step.Event(text));
  }

  /** Remembers at which hook the next base chains are called. */
  void at(Hook next) {
    hook = next;
  }

  void enter(PreparedChain chain) {
    frames.push(new Frame(chain));
  }

  void mismatch(PreparedRule rule, Test test, Transit transit) {
    add(rule, new Mismatch(test.match, test.found(transit)), null);
  }

  void match(PreparedRule rule) {
    add(rule, null, null);
  }

  /** Records that it does not matter whether a rule is met. */
  void leaveOpen(PreparedRule rule, Assumption.OfRule assumption) {
    add(rule, null, assumption);
  }

  /**
   * Records what is assumed of a rule's matches.
   *
   * @param again whether the same was assumed before
   */
  void assume(PreparedRule rule, Assumption.OfRule assumption, boolean again) {
    if (!again) {
      assumptions.add(assumption);
    }
    add(rule, null, assumption);
  }

  /** Records what is assumed of a neighbour. */
  void assume(Assumption.OfNeighbor assumption) {
    assumptions.add(assumption);
  }

  /** Records what is assumed of the target of the rule that was recorded last. */
  void assumeTarget(Assumption.OfRule assumption) {
    assumptions.add(assumption);
    changeLast(last -> last.assuming(assumption));
  }

  /** Records what the verdict map of the rule says that was recorded last. */
  void reply(MapReply reply) {
    changeLast(last -> last.with(reply));
  }

  private void changeLast(UnaryOperator<TriedRule> change) {
    List<TriedRule> rules = frames.getFirst().rules;
    rules.add(change.apply(rules.remove(rules.size() - 1)));
  }

  private void add(
      PreparedRule rule, @Nullable Mismatch mismatch, Assumption.@Nullable OfRule assumption) {
    frames
        .getFirst()
        .rules
        .add(
            new TriedRule(
                rule.number,
                rule.rule,
                Optional.ofNullable(mismatch),
                Optional.ofNullable(assumption),
                Optional.empty(),
                Optional.empty()));
  }

  /** Records that the packet has got to the end of the chain. */
  void end(Verdict policy) {
    frames.getFirst().end = Optional.of(policy);
  }

  void leave() {
    Frame frame = frames.pop();
    PreparedChain chain = frame.chain;
    ChainTrace trace = new ChainTrace(chain.place, frame.rules, frame.end);
    if (frames.isEmpty()) {
      current().add(new Step.Called(hook, trace));
    } else {
      changeLast(last -> last.entering(trace));
    }
  }

  /** Starts to record the way of a copy. */
  void startCopy() {
    steps.push(new ArrayList<>());
  }

  /** {@return the way of the copy} */
  Step.Copy endCopy(End end) {
    return new Step.Copy(end, steps.pop());
  }

  void copies(List<Step.Copy> ways) {
    current().add(new Step.Copies(ways));
  }

  List<Assumption> assumptions() {
    return ImmutableSet.copyOf(assumptions).asList();
  }

  List<Step> steps() {
    return ImmutableList.copyOf(current());
  }
}
