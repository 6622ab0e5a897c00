package io.nwfilter.testkit.assertion;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Verification;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;

/** The failure of a guarantee, with the smallest packets that refute it. */
final class GuaranteeFailure {

  private GuaranteeFailure() {}

  /** {@return the failure of a guarantee that does not hold} */
  static AssertionError of(Subject subject, Guarantee guarantee, Verification result) {
    Failure failure =
        new Failure(subject, "expected " + guarantee + " to hold, but " + found(result))
            .fact("guarantee", guarantee.says());
    List<Explanation> sent = sent(result);
    sent.forEach(one -> failure.fact("packet", one.packet() + ", from " + one.entry()));
    if (!sent.isEmpty()) {
      failure.block("explanation", ExplanationText.plain(sent.get(sent.size() - 1)));
    }
    return failure.error();
  }

  private static String found(Verification result) {
    if (result instanceof Verification.Fails fails) {
      return fails.problem();
    }
    if (result instanceof Verification.Vacuous vacuous) {
      return "none of " + vacuous.tries() + " packets checks it";
    }
    return result instanceof Verification.NotApplicable nothing
        ? "it does not apply: " + nothing.reason()
        : "that depends on what is not known";
  }

  private static List<Explanation> sent(Verification result) {
    if (result instanceof Verification.Fails fails) {
      return fails.sent();
    }
    return result instanceof Verification.Depends depends
        ? ImmutableList.of(depends.explanation())
        : ImmutableList.of();
  }
}
