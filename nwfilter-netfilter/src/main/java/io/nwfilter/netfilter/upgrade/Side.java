package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * A host with one release of libvirt, once everything that it takes has started.
 *
 * @param outcomes what the release makes of each document
 * @param host the rules of iptables, ip6tables and ebtables
 * @param tables the tables of nftables
 */
record Side(ImmutableList<Outcome> outcomes, Host host, NftRuleset tables) {

  /**
   * {@return a host}
   *
   * @param documents what is on it
   * @param options how documents are compiled
   * @param own the rules that it has before libvirt starts
   */
  static Side of(UpgradeHost documents, CompileOptions options, OwnRules own) {
    ImmutableList<Outcome> outcomes = outcomes(documents, options);
    ImmutableList<CompiledRules> started = started(outcomes);
    NftRuleset tables = own.tables();
    for (CompiledRules rules : started) {
      for (CompiledNetwork network : rules.networks()) {
        tables = network.start(tables);
      }
    }
    return new Side(outcomes, own.host().after(starting(started)), tables);
  }

  static ImmutableList<Outcome> outcomes(UpgradeHost documents, CompileOptions options) {
    return documents.documents().stream()
        .map(document -> Outcome.of(document, options))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return what runs: not filters by themselves, and not what is refused} */
  static ImmutableList<CompiledRules> started(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.document().kind() != HostDocument.Kind.FILTER)
        .flatMap(outcome -> outcome.compiled().stream())
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the starts of what has rules in iptables and ebtables, networks first} */
  private static ImmutableList<HostEvent> starting(List<CompiledRules> started) {
    ImmutableList.Builder<HostEvent> events = ImmutableList.builder();
    for (CompiledRules rules : started) {
      rules.networks().stream()
          .filter(network -> !network.isInNftables())
          .forEach(network -> events.add(HostEvent.starts(network)));
    }
    for (CompiledRules rules : started) {
      if (rules instanceof CompiledDomain machine) {
        events.add(HostEvent.starts(machine));
      } else {
        rules.interfaces().forEach(one -> events.add(HostEvent.starts(one)));
      }
    }
    return events.build();
  }

  /** {@return the options for networks in iptables, whatever these say} */
  static CompileOptions inIptables(CompileOptions options) {
    return options.toBuilder().networkBackend(FirewallBackend.IPTABLES).build();
  }

  ImmutableList<Ruleset> rulesets() {
    return ImmutableList.copyOf(Family.values()).stream()
        .map(host::ruleset)
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return why its packets cannot be followed; empty if they can} */
  Optional<String> unknown() {
    return tables.tables().isEmpty()
        ? Optional.empty()
        : Optional.of("rules of nftables are not compared");
  }

  private HostRules rules() {
    return HostRules.of(rulesets()).with(tables);
  }

  Simulator simulator(Situation situation) {
    return Simulator.of(situation, rules());
  }

  Subject subject(Situation situation, Surroundings surroundings, Guest guest) {
    return Subject.of(situation, rulesets(), surroundings, guest);
  }

  /** {@return whether packets meet the same rules on another host} */
  boolean hasRulesOf(Side other) {
    return rulesets().equals(other.rulesets()) && tables.equals(other.tables);
  }
}
