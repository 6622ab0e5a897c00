package io.nwfilter.netfilter.finding;

import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.Optional;

/** Finds the rule of a document that decides on a packet. */
final class Culprit {

  private Culprit() {}

  /** {@return where it is; empty if something else decides, or a rule of a stock filter} */
  static Optional<Origin> of(Subject subject, Packet packet, Entry entry) {
    return of(subject.simulator().run(packet, entry));
  }

  static Optional<Origin> of(Explanation explanation) {
    return explanation
        .decision()
        .filter(Decision.ByRule.class::isInstance)
        .map(decision -> ((Decision.ByRule) decision).rule())
        .map(ChainRule::origin)
        .filter(origin -> !origin.path().isEmpty())
        .filter(origin -> !StockFilters.contains(origin.location()));
  }
}
