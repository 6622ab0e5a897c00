package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.ProofText;
import io.nwfilter.netfilter.guarantee.Requirement;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.report.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Prints whether requirements and guarantees are proved.
 *
 * @param out where to
 */
record ProofOutput(PrintWriter out) {

  private static final int VERSION = 1;

  void text(List<? extends Proven<?>> all) {
    for (Proven<?> one : all) {
      out.print(Diagnostic.printable(one.dev()) + " ");
      out.print(
          one.vacuous() ? ProofText.vacuous(one.claim()) : ProofText.of(one.claim(), one.proof()));
    }
  }

  /** Prints guarantees; of those that are proved also what that does not mean. */
  void guaranteesInFull(List<Proven<Guarantee>> all) {
    for (Proven<Guarantee> one : all) {
      text(List.of(one));
      if (one.proof().isProved() && !one.vacuous()) {
        out.print("  " + one.claim().doesNotCover() + "\n");
      }
    }
  }

  void requirements(List<Proven<Requirement>> all) {
    json(
        "requirements",
        all,
        (json, requirement) -> {
          json.member("kind", requirement.kind().name().toLowerCase(Locale.ROOT));
          json.member("query", requirement.query().toString());
        });
  }

  void guarantees(List<Proven<Guarantee>> all) {
    json(
        "guarantees",
        all,
        (json, guarantee) -> {
          json.member("guarantee", guarantee.name());
          json.member("doesNotCover", guarantee.doesNotCover());
        });
  }

  private <T> void json(String name, List<Proven<T>> all, BiConsumer<JsonText, T> claim) {
    out.print(
        JsonText.object(
            json -> {
              json.member("version", VERSION);
              json.array(
                  name,
                  all,
                  one -> {
                    json.member("interface", one.dev());
                    claim.accept(json, one.claim());
                    result(json, one);
                  });
            }));
  }

  private static void result(JsonText json, Proven<?> one) {
    if (one.proof() instanceof Proof.Proved) {
      json.member("result", one.vacuous() ? "vacuous" : "proved");
    } else if (one.proof() instanceof Proof.NotApplicable nothing) {
      json.member("result", "not applicable");
      json.member("reason", nothing.reason());
    } else if (one.proof() instanceof Proof.Inconclusive open) {
      json.member("result", "not decided");
      json.member("reason", open.reason());
    } else if (one.proof() instanceof Proof.RefutedIf perhaps) {
      json.member("result", "refuted if");
      json.member("problem", perhaps.problem());
      json.array("assumptions", perhaps.assumptions(), each -> assumption(json, each));
      packets(json, perhaps.sent());
    } else if (one.proof() instanceof Proof.Refuted refuted) {
      json.member("result", "refuted");
      json.member("problem", refuted.problem());
      json.member("packet", refuted.packet().toString());
      packets(json, refuted.sent());
    }
  }

  private static void assumption(JsonText json, Assumption assumption) {
    json.member("says", ExplanationText.of(assumption));
    ExplanationJson.addAssumption(json, assumption);
  }

  private static void packets(JsonText json, List<Explanation> sent) {
    json.array("packets", sent, explanation -> ExplanationJson.add(json, explanation));
  }
}
