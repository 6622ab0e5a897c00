package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.EnumMap;
import java.util.Map;

/** A host with its rules, prepared for many packets. */
final class Kernel {

  final Situation situation;
  final Topology topology;
  final Hooks bridge;
  private final Hooks ipv4;
  private final Hooks ipv6;

  /**
   * Prepares the rules.
   *
   * @throws UnusableRulesException if rules lead in a circle, or to a chain that does not exist
   */
  Kernel(Map<Family, Ruleset> rulesets, Situation situation) {
    this.situation = situation;
    this.topology = new Topology(situation);
    EnumMap<Family, Hooks> hooks = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      Ruleset ruleset = rulesets.getOrDefault(family, Ruleset.empty(family));
      hooks.put(family, new Hooks(ruleset, situation));
    }
    this.bridge = hooks.get(Family.BRIDGE);
    this.ipv4 = hooks.get(Family.IPV4);
    this.ipv6 = hooks.get(Family.IPV6);
  }

  Hooks ip(boolean isIpv4) {
    return isIpv4 ? ipv4 : ipv6;
  }

  /** {@return the MAC address of the bridge that a frame is on} */
  Bits bridgeMac(Transit transit) {
    return topology.mac(transit.inBridge.isZero() ? transit.outBridge : transit.inBridge);
  }
}
