package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.ProofText;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.report.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Prints whether requirements are proved.
 *
 * @param out where to
 */
record ProofOutput(PrintWriter out) {

  private static final int VERSION = 1;

  void text(List<Proven> all) {
    for (Proven one : all) {
      out.print(Diagnostic.printable(one.dev()) + " ");
      out.print(ProofText.of(one.requirement(), one.proof()));
    }
  }

  void json(List<Proven> all) {
    out.print(
        JsonText.object(
            json -> {
              json.member("version", VERSION);
              json.array("requirements", all, one -> json(json, one));
            }));
  }

  private static void json(JsonText json, Proven one) {
    json.member("interface", one.dev());
    json.member("kind", one.requirement().kind().name().toLowerCase(Locale.ROOT));
    json.member("query", one.requirement().query().toString());
    if (one.proof() instanceof Proof.Proved) {
      json.member("result", "proved");
    } else if (one.proof() instanceof Proof.NotApplicable nothing) {
      json.member("result", "not applicable");
      json.member("reason", nothing.reason());
    } else if (one.proof() instanceof Proof.Inconclusive open) {
      json.member("result", "not decided");
      json.member("reason", open.reason());
    } else if (one.proof() instanceof Proof.RefutedIf perhaps) {
      json.member("result", "refuted if");
      json.member("problem", perhaps.problem());
      json.array("assumptions", perhaps.assumptions(), each -> json.member("says", each));
      packets(json, perhaps.sent());
    } else if (one.proof() instanceof Proof.Refuted refuted) {
      json.member("result", "refuted");
      json.member("problem", refuted.problem());
      json.member("packet", refuted.packet().toString());
      packets(json, refuted.sent());
    }
  }

  private static void packets(JsonText json, List<Explanation> sent) {
    json.array("packets", sent, explanation -> ExplanationJson.add(json, explanation));
  }
}
