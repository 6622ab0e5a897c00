package io.nwfilter.testkit.assertion;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.Verification;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;
import java.util.stream.Collectors;

/** The failure of a guarantee, with the smallest packets that refute it. */
final class GuaranteeFailure {

  private GuaranteeFailure() {}

  /** {@return the failure of a guarantee that does not hold} */
  static AssertionError of(Subject subject, Guarantee guarantee, Verification result) {
    return failure(subject, guarantee, "to hold, but " + found(result), sent(result)).error();
  }

  /** {@return the failure of a guarantee that is not proved, or only as it is vacuous} */
  static AssertionError of(Subject subject, Guarantee guarantee, Proof proof) {
    return failure(subject, guarantee, "to be proved, but " + found(proof), sent(proof)).error();
  }

  private static Failure failure(
      Subject subject, Guarantee guarantee, String found, List<Explanation> sent) {
    Failure failure =
        new Failure(subject, "expected " + guarantee + " " + found)
            .fact("guarantee", guarantee.says());
    sent.forEach(one -> failure.fact("packet", one.packet() + ", from " + one.entry()));
    if (!sent.isEmpty()) {
      failure.block("explanation", ExplanationText.plain(sent.get(sent.size() - 1)));
    }
    return failure;
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

  private static String found(Proof proof) {
    if (proof instanceof Proof.Refuted refuted) {
      return refuted.problem();
    } else if (proof instanceof Proof.RefutedIf perhaps) {
      return perhaps.problem() + " if " + assumed(perhaps);
    } else if (proof instanceof Proof.Inconclusive open) {
      return "that is not decided: " + open.reason();
    }
    return proof instanceof Proof.NotApplicable nothing
        ? "it does not apply: " + nothing.reason()
        : "no packet would refute it, whatever the rules are";
  }

  private static String assumed(Proof.RefutedIf perhaps) {
    return perhaps.assumptions().isEmpty()
        ? "something is so that is not known"
        : perhaps.assumptions().stream()
            .map(ExplanationText::of)
            .collect(Collectors.joining(", and "));
  }

  private static List<Explanation> sent(Verification result) {
    if (result instanceof Verification.Fails fails) {
      return fails.sent();
    }
    return result instanceof Verification.Depends depends
        ? ImmutableList.of(depends.explanation())
        : ImmutableList.of();
  }

  private static List<Explanation> sent(Proof proof) {
    if (proof instanceof Proof.Refuted refuted) {
      return refuted.sent();
    }
    return proof instanceof Proof.RefutedIf perhaps ? perhaps.sent() : ImmutableList.of();
  }
}
