package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.guarantee.Verification;
import io.nwfilter.netfilter.guarantee.VerificationText;
import io.nwfilter.report.JsonText;
import java.io.PrintWriter;
import java.util.List;

/**
 * Prints whether guarantees hold.
 *
 * @param out where to
 */
record VerificationOutput(PrintWriter out) {

  private static final int VERSION = 1;

  void text(List<Verified> all) {
    for (Verified one : all) {
      out.print(Diagnostic.printable(one.dev()) + " ");
      out.print(VerificationText.of(one.guarantee(), one.result()));
    }
  }

  void json(List<Verified> all) {
    out.print(
        JsonText.object(
            json -> {
              json.member("version", VERSION);
              json.array("guarantees", all, one -> json(json, one));
            }));
  }

  private static void json(JsonText json, Verified one) {
    json.member("interface", one.dev());
    json.member("guarantee", one.guarantee().name());
    json.member("doesNotCover", one.guarantee().doesNotCover());
    if (one.result() instanceof Verification.Holds holds) {
      json.member("result", "holds");
      json.member("tries", holds.tries());
      json.member("checks", holds.checks());
    } else if (one.result() instanceof Verification.Vacuous vacuous) {
      json.member("result", "vacuous");
      json.member("tries", vacuous.tries());
    } else if (one.result() instanceof Verification.NotApplicable nothing) {
      json.member("result", "not applicable");
      json.member("reason", nothing.reason());
    } else if (one.result() instanceof Verification.Depends depends) {
      json.member("result", "depends");
      json.member("tries", depends.tries());
      json.array(
          "packets",
          List.of(depends.explanation()),
          explanation -> ExplanationJson.add(json, explanation));
    } else if (one.result() instanceof Verification.Fails fails) {
      json.member("result", "fails");
      json.member("tries", fails.tries());
      json.member("problem", fails.problem());
      json.member("packet", fails.packet().toString());
      json.array("packets", fails.sent(), explanation -> ExplanationJson.add(json, explanation));
    }
  }
}
