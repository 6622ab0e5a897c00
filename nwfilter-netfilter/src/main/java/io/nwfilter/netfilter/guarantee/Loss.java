package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;

/** A packet does not arrive that always should. */
final class Loss implements Refutation {

  private final Simulator simulator;

  /** The same host without rules. */
  private final Simulator open;

  private final Statement.Always always;

  Loss(Simulator simulator, Statement.Always always) {
    this.simulator = simulator;
    this.open = Simulator.of(simulator.situation());
    this.always = always;
  }

  @Override
  public Fate test(Packet packet) {
    if (!always.packets().contains(packet) || fate(open, packet) != Fate.ARRIVES) {
      return Fate.DROPPED; // it would not arrive without rules
    }
    return switch (fate(simulator, packet)) {
      case DROPPED, REJECTED -> Fate.ARRIVES;
      case DEPENDS -> Fate.DEPENDS;
      case ARRIVES, HELD -> Fate.DROPPED;
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
    return ImmutableList.of(simulator.run(packet, always.entry()));
  }
}
