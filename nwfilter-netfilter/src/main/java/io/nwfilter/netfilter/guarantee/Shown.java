package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What packets show of a statement.
 *
 * @param outcome that they refute it, or may
 * @param sent the packets, in the order in which they are sent
 * @param shows whether a course is one by which they do, of the last packet or of those before
 */
record Shown(Outcome outcome, List<Explanation> sent, BiPredicate<Course, Boolean> shows) {

  /** {@return the proof} */
  Proof proof(String problem) {
    return outcome == Outcome.REFUTED
        ? new Proof.Refuted(problem, sent)
        : new Proof.RefutedIf(problem, assumptions(), sent);
  }

  /** {@return what has to be so: of each packet, what shows it} */
  private ImmutableList<Assumption> assumptions() {
    return IntStream.range(0, sent.size())
        .boxed()
        .flatMap(this::assumptions)
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private Stream<Assumption> assumptions(int position) {
    Explanation one = sent.get(position);
    boolean last = position == sent.size() - 1;
    return one.courses().stream().allMatch(course -> shows.test(course, last)) && one.complete()
        ? Stream.of()
        : one.courses().stream()
            .filter(course -> shows.test(course, last))
            .limit(1)
            .flatMap(course -> course.assumptions().stream());
  }
}
