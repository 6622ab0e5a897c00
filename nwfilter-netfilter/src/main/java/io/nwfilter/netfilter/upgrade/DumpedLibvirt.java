package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.HostRules;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What dumps of a host show of its libvirt.
 *
 * @param networks the backends that have rules of networks; both, if those of one were left
 * @param filtersInNftables where the first table of nftables that filters are in begins; empty if
 *     none is
 */
public record DumpedLibvirt(
    Set<FirewallBackend> networks, Optional<SourceLocation> filtersInNftables) {

  /**
   * Copies the set.
   *
   * @param networks the backends that have rules of networks
   * @param filtersInNftables where the first table of nftables that filters are in begins; empty if
   *     none is
   */
  public DumpedLibvirt {
    networks = ImmutableSet.copyOf(networks);
    requireNonNull(filtersInNftables, "filtersInNftables");
  }

  /**
   * {@return what rules show} Chains and tables that libvirt leaves without rules of networks, as
   * when the last one has been stopped, do not count.
   *
   * @param rules the rules of the dumps
   */
  public static DumpedLibvirt in(HostRules rules) {
    Set<FirewallBackend> networks = EnumSet.noneOf(FirewallBackend.class);
    if (rules.rulesets().values().stream()
        .flatMap(ruleset -> ruleset.tables().values().stream())
        .flatMap(table -> table.chains().values().stream())
        .anyMatch(DumpedLibvirt::isOfNetworks)) {
      networks.add(FirewallBackend.IPTABLES);
    }
    if (rules.nft().tables().stream().anyMatch(DumpedLibvirt::isOfNetworks)) {
      networks.add(FirewallBackend.NFTABLES);
    }
    return new DumpedLibvirt(
        networks,
        rules.nft().tables().stream()
            .filter(table -> Layout.filterTables().contains(table.name()))
            .findFirst()
            .map(DumpedLibvirt::place));
  }

  /** {@return the first place that is known of a table} */
  private static SourceLocation place(NftTable table) {
    return table.chains().values().stream()
        .map(NftChain::chain)
        .flatMap(
            chain ->
                Stream.concat(
                    Stream.of(chain.place()),
                    chain.rules().stream().map(rule -> rule.origin().location())))
        .filter(place -> !place.equals(SourceLocation.NONE))
        .findFirst()
        .orElse(SourceLocation.NONE);
  }

  private static boolean isOfNetworks(Chain chain) {
    return Layout.networkChains().contains(chain.name()) && !chain.rules().isEmpty();
  }

  private static boolean isOfNetworks(NftTable table) {
    return Layout.networkTables().contains(table.name()) && hasRules(table.chains().values());
  }

  /** {@return whether there are rules that do not lead to chains of the same table only} */
  private static boolean hasRules(Collection<NftChain> chains) {
    return chains.stream()
        .flatMap(chain -> chain.chain().rules().stream())
        .anyMatch(rule -> !(rule.target() instanceof Target.Jump));
  }
}
