package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;

/**
 * A packet does not arrive that always should.
 *
 * @param subject the guest on its host
 * @param always which packets these are
 */
record Loss(Subject subject, Statement.Always always) implements Refutation {

  @Override
  public Outcome test(Packet packet) {
    if (!always.packets().contains(packet)
        || fate(subject.withoutRules(), packet) != Fate.ARRIVES) {
      return Outcome.IRRELEVANT;
    }
    return switch (fate(subject.simulator(), packet)) {
      case DROPPED, REJECTED -> Outcome.REFUTED;
      case DEPENDS -> Outcome.OPEN;
      case ARRIVES, HELD -> Outcome.CHECKED;
    };
  }

  private Fate fate(Simulator host, Packet packet) {
    return always
        .end()
        .map(end -> host.fate(packet, always.entry(), end))
        .orElseGet(() -> host.fate(packet, always.entry()));
  }

  @Override
  public String problem() {
    return "a packet does not arrive that should";
  }

  @Override
  public List<Explanation> sent(Packet packet) {
    return ImmutableList.of(subject.simulator().run(packet, always.entry()));
  }
}
