package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.SetMatch;
import java.util.Collection;
import java.util.Set;

/** A host with its rules, prepared for many packets. */
final class Kernel {

  final HostRules rules;
  final Situation situation;
  final Topology topology;
  final Hooks bridge;
  private final Hooks ipv4;
  private final Hooks ipv6;

  /**
   * Prepares the rules.
   *
   * @throws UnusableRulesException if rules of a base chain lead in a circle, or a rule to a chain
   *     that does not exist
   */
  Kernel(HostRules rules, Situation situation) {
    this.rules = rules;
    this.situation = situation;
    this.topology = new Topology(situation);
    ImmutableSet<String> askedSets = askedSets(rules.rulesets().values());
    this.bridge = hooks(Family.BRIDGE, askedSets);
    this.ipv4 = hooks(Family.IPV4, askedSets);
    this.ipv6 = hooks(Family.IPV6, askedSets);
  }

  private Hooks hooks(Family family, Set<String> askedSets) {
    return new Hooks(family, rules, situation, askedSets);
  }

  private static ImmutableSet<String> askedSets(Collection<Ruleset> rulesets) {
    return rulesets.stream()
        .flatMap(ruleset -> ruleset.tables().values().stream())
        .flatMap(table -> table.chains().values().stream())
        .flatMap(chain -> chain.rules().stream())
        .flatMap(rule -> rule.matches().stream())
        .filter(match -> match instanceof SetMatch)
        .map(match -> ((SetMatch) match).set().name())
        .collect(ImmutableSet.toImmutableSet());
  }

  Hooks ip(boolean isIpv4) {
    return isIpv4 ? ipv4 : ipv6;
  }

  /** {@return the MAC address of the bridge that a frame is on} */
  Bits bridgeMac(Transit transit) {
    return topology.mac(transit.inBridge.isZero() ? transit.outBridge : transit.inBridge);
  }
}
