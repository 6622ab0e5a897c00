package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.change.ChainDifference;
import io.nwfilter.netfilter.change.ChainDifference.OneSided;
import io.nwfilter.netfilter.change.ChainDifference.Side;
import io.nwfilter.netfilter.change.RulesetDifference;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.SaveText;
import java.io.PrintWriter;

/** Prints a difference: for each chain, a heading and the lines that only one dump has. */
final class DifferenceText {

  private final Family family;
  private final PrintWriter out;

  DifferenceText(Family family, PrintWriter out) {
    this.family = family;
    this.out = out;
  }

  static void print(RulesetDifference difference, PrintWriter out) {
    DifferenceText text = new DifferenceText(difference.family(), out);
    difference.chains().forEach(text::chain);
  }

  private void chain(ChainDifference chain) {
    line("table ", chain.table(), ", chain ", chain.chain());
    for (Side side : Side.values()) {
      chain.in(side).ifPresent(there -> chain(chain, side, there));
    }
    chain.rules().forEach(rule -> rule(chain.chain(), rule));
  }

  private void chain(ChainDifference difference, Side side, Chain chain) {
    boolean usual = !chain.isBase() && chain.policy() == family.chainEnd();
    if (difference.isOneSided()) {
      line(sign(side), "chain ", chain.name());
    }
    if (difference.hasOtherPolicy() || (difference.isOneSided() && !usual)) {
      line(sign(side), "policy ", chain.policy().name());
    }
  }

  private void rule(String chain, OneSided rule) {
    line(
        sign(rule.side()),
        place(rule.rule().origin().location()),
        SaveText.line(family, chain, rule.rule()));
  }

  /** Returns nothing for rules from no document, such as libvirt's jumps into its chains. */
  private static String place(SourceLocation place) {
    return place.equals(SourceLocation.NONE)
        ? ""
        : Diagnostic.printable(place.document()) + ":" + place.line() + ": ";
  }

  private static String sign(Side side) {
    return side == Side.BEFORE ? "- " : "+ ";
  }

  private void line(String... parts) {
    out.print(String.join("", parts) + "\n");
  }
}
