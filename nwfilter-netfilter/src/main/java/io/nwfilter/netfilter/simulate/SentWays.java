package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways of frames that the host sends on a bridge. */
final class SentWays {

  private final Topology topology;
  private final Device bridge;

  SentWays(Topology topology, Device bridge) {
    this.topology = topology;
    this.bridge = bridge;
  }

  /** {@return the ways of frames whose receiver is in the packet} */
  List<Way> byReceiver(WayBuilder start) {
    ImmutableList.Builder<Way> ways = ImmutableList.builder();
    for (Device port : topology.ports(bridge)) {
      ways.add(
          by(
              port,
              start.only(
                  "the receiver is at another port",
                  PacketCondition.outside(
                      Field.ETHERNET_DESTINATION, topology.receiversElsewhere(port, bridge)))));
    }
    return ways.build();
  }

  /**
   * {@return the ways of frames to a receiver}
   *
   * @param receiver the receiver's MAC address; null if it is not known
   */
  List<Way> to(@Nullable Bits receiver, WayBuilder start) {
    ImmutableList.Builder<Way> ways = ImmutableList.builder();
    if (receiver != null && receiver.equals(bridge.macBits())) {
      return ImmutableList.of();
    }
    Device known = receiver == null ? null : topology.learned(receiver, bridge);
    for (Device port : topology.ports(bridge)) {
      if (known == null || known.equals(port)) {
        ways.add(by(port, start));
      }
    }
    return ways.build();
  }

  private Way by(Device port, WayBuilder start) {
    return start
        .ports(Transit.NONE, Transit.NONE)
        .at(Transit.NONE, port.bits(), Transit.NONE, bridge.bits())
        .call(Family.BRIDGE, Hook.OUTPUT)
        .call(Family.BRIDGE, Hook.POSTROUTING)
        .to(End.port(port.name()));
  }
}
