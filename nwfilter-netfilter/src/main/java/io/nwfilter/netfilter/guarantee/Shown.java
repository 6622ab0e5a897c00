package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.List;
import java.util.stream.Stream;

/**
 * What packets show of a statement.
 *
 * @param outcome that they refute it, or may
 * @param sent the packets, in the order in which they are sent
 */
record Shown(Outcome outcome, List<Explanation> sent) {

  /** {@return the proof} */
  Proof proof(String problem) {
    return outcome == Outcome.REFUTED
        ? new Proof.Refuted(problem, sent)
        : new Proof.RefutedIf(problem, assumptions(), sent);
  }

  /**
   * {@return what has to be so, each as a part of a sentence: the packets before have to arrive}
   */
  ImmutableList<String> assumptions() {
    Stream<Course> before =
        sent.stream()
            .limit(sent.size() - 1)
            .filter(one -> one.fate() == Fate.DEPENDS)
            .flatMap(
                one ->
                    one.courses().stream()
                        .filter(course -> course.fate() == Fate.ARRIVES)
                        .limit(1));
    return Stream.concat(before, sent.get(sent.size() - 1).courses().stream().limit(1))
        .flatMap(course -> course.assumptions().stream())
        .map(ExplanationText::of)
        .collect(ImmutableList.toImmutableList());
  }
}
