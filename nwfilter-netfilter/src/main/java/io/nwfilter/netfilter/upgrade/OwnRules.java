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
 * @param dumped the host as its dumps have it, with libvirt's rules
 * @param kept those of the rules that are in libvirt's chains, which it has once libvirt starts
 */
record OwnRules(Host host, Host dumped, KeptRules kept) {

  /**
   * {@return the host's own rules: what it has without what libvirt has made}
   *
   * @param dumped the host as its dumps have it, with what ran then
   * @param kept its own rules in libvirt's chains
   */
  static OwnRules of(Host dumped, KeptRules kept) {
    return new OwnRules(dumped.withoutLibvirt(), dumped, kept);
  }

  /** {@return these rules with others of the same host} */
  OwnRules with(Host others) {
    return new OwnRules(others, dumped, kept);
  }

  /**
   * {@return the host once libvirt has started} Of its own rules, those are above libvirt's that
   * are so in the dumps.
   *
   * @param started what libvirt starts
   */
  Host afterStarting(List<CompiledRules> started) {
    return kept.in(host.afterStarting(started).withOwnRulesAsIn(dumped));
  }

  /** {@return a host with these rules, those in libvirt's chains as if they were not there} */
  Host asked() {
    return kept.inBaseChains(host);
  }

  /** {@return where a decision of these rules is made; empty if it is not one of theirs} */
  Optional<SourceLocation> place(Decision decision) {
    if (decision instanceof Decision.ByPolicy policy) {
      return chain(policy.place()).map(Chain::place);
    } else if (decision instanceof Decision.ByRule by) {
      ChainRule rule = by.rule();
      return chain(by.place())
          .filter(chain -> chain.rules().contains(rule))
          .map(chain -> rule.origin().location())
          .or(() -> kept.find(by.place(), rule).map(KeptRule::location));
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
