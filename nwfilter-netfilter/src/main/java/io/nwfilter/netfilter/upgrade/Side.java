package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;
import java.util.Set;

/**
 * A host with one release of libvirt, once everything that it takes has started.
 *
 * @param outcomes what the release makes of each document
 * @param host the host
 */
record Side(ImmutableList<Outcome> outcomes, Host host) {

  /**
   * {@return a host}
   *
   * @param documents what is on it
   * @param options how documents are compiled
   * @param own the rules that it has before libvirt starts
   */
  static Side of(UpgradeHost documents, CompileOptions options, OwnRules own) {
    ImmutableList<Outcome> outcomes = outcomes(documents, options);
    return new Side(outcomes, own.afterStarting(started(outcomes)));
  }

  /**
   * {@return the host with only some of its documents}
   *
   * @param some the documents
   * @param own the rules that it has before libvirt starts
   */
  Side only(Set<HostDocument> some, OwnRules own) {
    ImmutableList<Outcome> few =
        outcomes.stream()
            .filter(outcome -> some.contains(outcome.document()))
            .collect(ImmutableList.toImmutableList());
    return new Side(few, own.afterStarting(started(few)));
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

  /** {@return the options for networks in iptables, whatever these say} */
  static CompileOptions inIptables(CompileOptions options) {
    return options.toBuilder().networkBackend(FirewallBackend.IPTABLES).build();
  }

  ImmutableList<Ruleset> rulesets() {
    return ImmutableList.copyOf(Family.values()).stream()
        .map(host::ruleset)
        .collect(ImmutableList.toImmutableList());
  }

  Simulator simulator(Situation situation) {
    return Simulator.of(situation, host.rules());
  }

  Subject subject(Situation situation, Surroundings surroundings, Guest guest) {
    return Subject.of(situation, host.rules(), surroundings, guest);
  }

  /** {@return whether packets meet the same rules on another host} */
  boolean hasRulesOf(Side other) {
    return rulesets().equals(other.rulesets()) && host.nftables().equals(other.host.nftables());
  }
}
