package io.nwfilter.netfilter.explain;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.simulate.ChainPlace;
import io.nwfilter.netfilter.text.InexpressibleException;

/** Rules and where they come from, as an explanation shows them. */
final class RuleText {

  private RuleText() {}

  /** {@return a rule as its tool prints it, or what it is if the tool has no words for it} */
  static String of(ChainPlace chain, ChainRule rule) {
    try {
      return Diagnostic.printable(chain.line(rule));
    } catch (InexpressibleException e) {
      return Diagnostic.printable(rule.toString());
    }
  }

  /** {@return file, line and the filters that lead to the rule} */
  static String origin(Origin origin) {
    SourceLocation location = origin.location();
    String place =
        Diagnostic.printable(location.document())
            + (location.line() > 0 ? ":" + location.line() : "");
    return origin.path().isEmpty()
        ? place
        : place + " " + Diagnostic.printable(origin.path().toString());
  }
}
