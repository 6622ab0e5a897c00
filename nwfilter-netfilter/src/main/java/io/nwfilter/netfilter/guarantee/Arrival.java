package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;

/** A packet arrives that never should. */
record Arrival(Simulator simulator, Statement.Never never) implements Refutation {

  @Override
  public Fate test(Packet packet) {
    if (!never.packets().contains(packet)) {
      return Fate.DROPPED;
    }
    return never
        .end()
        .map(end -> simulator.fate(packet, never.entry(), end))
        .orElseGet(() -> simulator.fate(packet, never.entry()));
  }

  @Override
  public String problem() {
    return "a packet arrives that should not";
  }

  @Override
  public List<Explanation> sent(Packet packet) {
    return ImmutableList.of(simulator.run(packet, never.entry()));
  }
}
