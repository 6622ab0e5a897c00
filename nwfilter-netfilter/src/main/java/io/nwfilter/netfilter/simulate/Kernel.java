package io.nwfilter.netfilter.simulate;

import com.google.common.collect.Maps;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.Map;

/** A host with its rules, prepared for many packets. */
final class Kernel {

  final Map<Family, Ruleset> rulesets;
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
    this.rulesets = Maps.immutableEnumMap(rulesets);
    this.situation = situation;
    this.topology = new Topology(situation);
    this.bridge = hooks(rulesets, Family.BRIDGE, situation);
    this.ipv4 = hooks(rulesets, Family.IPV4, situation);
    this.ipv6 = hooks(rulesets, Family.IPV6, situation);
  }

  private static Hooks hooks(Map<Family, Ruleset> rulesets, Family family, Situation situation) {
    return new Hooks(rulesets.getOrDefault(family, Ruleset.empty(family)), situation);
  }

  Hooks ip(boolean isIpv4) {
    return isIpv4 ? ipv4 : ipv6;
  }

  /** {@return the MAC address of the bridge that a frame is on} */
  Bits bridgeMac(Transit transit) {
    return topology.mac(transit.inBridge.isZero() ? transit.outBridge : transit.inBridge);
  }
}
