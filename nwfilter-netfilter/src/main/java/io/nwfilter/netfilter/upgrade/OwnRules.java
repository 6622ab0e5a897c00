package io.nwfilter.netfilter.upgrade;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.simulate.ChainPlace;
import io.nwfilter.netfilter.simulate.Decision;
import java.util.List;
import java.util.Optional;

/**
 * The rules that a host has before libvirt starts.
 *
 * @param host the host with these rules
 */
record OwnRules(Host host) {

  /**
   * {@return the host's own rules: what it has without what libvirt has made}
   *
   * @param host the host
   * @param started what libvirt runs on it
   */
  static OwnRules of(UpgradeHost host, List<CompiledRules> started) {
    return new OwnRules(
        Host.of(host.existing()).with(host.tables()).withRunning(started).withoutLibvirt());
  }

  /** {@return where a decision of these rules is made; empty if it is not one of theirs} */
  Optional<SourceLocation> place(Decision decision) {
    if (decision instanceof Decision.ByPolicy policy) {
      return chain(policy.place()).map(Chain::place);
    } else if (decision instanceof Decision.ByRule by) {
      ChainRule rule = by.rule();
      return chain(by.place())
          .filter(chain -> chain.rules().contains(rule))
          .map(chain -> rule.origin().location());
    }
    return Optional.empty();
  }

  private Optional<Chain> chain(ChainPlace place) {
    return place.nft().isPresent()
        ? table(place).flatMap(table -> table.chain(place.chain()))
        : host.ruleset(place.family()).findChain(place.table(), place.chain());
  }

  private Optional<NftTable> table(ChainPlace place) {
    return place.nft().flatMap(family -> host.nftables().table(family, place.table()));
  }
}
