package io.nwfilter.netfilter.guarantee;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.simulate.Assumption;

/**
 * A proof as text: a line, and below it the packets that refute what was to be proved, each with
 * the rule that decides on it.
 *
 * <pre>
 * never from-vm src-mac != 52:54:00:9f:80:45: refuted: a packet arrives that should not
 *   ether src-mac 02:00:00:00:00:03, from port vnet0
 *     arrives at port others, accepted by the policy of ebtables, table nat, chain POSTROUTING
 * </pre>
 */
public final class ProofText {

  private ProofText() {}

  /**
   * {@return the text}
   *
   * @param name what was to be proved
   * @param proof whether it holds
   */
  public static String of(Object name, Proof proof) {
    String start = Diagnostic.printable(name.toString()) + ": ";
    if (proof instanceof Proof.Proved) {
      return start + "proved\n";
    } else if (proof instanceof Proof.NotApplicable nothing) {
      return start + "does not apply: " + nothing.reason() + "\n";
    } else if (proof instanceof Proof.Inconclusive open) {
      return start + "not decided: " + open.reason() + "\n";
    } else if (proof instanceof Proof.RefutedIf perhaps) {
      StringBuilder text = new StringBuilder(start + "refuted if: " + perhaps.problem() + "\n");
      perhaps.assumptions().forEach(each -> text.append(assumed(each)));
      return text + VerificationText.packets(perhaps.sent());
    }
    Proof.Refuted refuted = (Proof.Refuted) proof;
    return start
        + "refuted: "
        + refuted.problem()
        + "\n"
        + VerificationText.packets(refuted.sent());
  }

  /** {@return something that has to be so, with the rule that it is about} */
  private static String assumed(Assumption assumption) {
    String first = "  if " + ExplanationText.of(assumption) + "\n";
    return assumption instanceof Assumption.OfRule of
        ? first + ExplanationText.rule(of.rule()).indent(4)
        : first;
  }

  /**
   * {@return the text of what is proved, but would be so whatever the rules are}
   *
   * @param name what was to be proved
   */
  public static String vacuous(Object name) {
    return Diagnostic.printable(name.toString()) + ": vacuous, no packet would refute it\n";
  }
}
