package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.OptionOrder;
import io.nwfilter.netfilter.simulate.ChainPlace;
import io.nwfilter.netfilter.simulate.Prefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells the rules that libvirt writes for documents from others in its chains. */
final class LibvirtRules {

  private final Host dumped;
  private final ImmutableList<Host> written;
  private final ImmutableList<CompiledNetwork> networks;
  private final List<KeptRule> own = new ArrayList<>();
  private final Set<String> unknown = new LinkedHashSet<>();

  private LibvirtRules(
      Host dumped, ImmutableList<Host> written, ImmutableList<CompiledNetwork> networks) {
    this.dumped = dumped;
    this.written = written;
    this.networks = networks;
  }

  /**
   * {@return what libvirt's chains have in dumps}
   *
   * @param host the documents
   * @param options how they are compiled before
   * @param dumped the host as its dumps have it
   */
  static LibvirtRules in(UpgradeHost host, CompileOptions options, Host dumped) {
    ImmutableSet.Builder<Host> written = ImmutableSet.builder();
    ImmutableList<CompiledNetwork> networks = ImmutableList.of();
    if (hasRulesOfLibvirt(dumped)) {
      for (LibvirtRelease release : LibvirtRelease.values()) {
        for (FirewallBackend backend : release.networkBackends()) {
          CompileOptions some =
              options.toBuilder().release(release).networkBackend(backend).build();
          written.add(Host.empty().afterStarting(Side.started(Side.outcomes(host, some))));
        }
      }
      networks = HostGuests.networks(host, options);
    }
    LibvirtRules rules = new LibvirtRules(dumped, written.build().asList(), networks);
    rules.read();
    return rules;
  }

  private static boolean hasRulesOfLibvirt(Host dumped) {
    return !dumped.nftables().tables().isEmpty()
        || List.of(Family.values()).stream()
            .flatMap(family -> dumped.ruleset(family).tables().values().stream())
            .flatMap(table -> table.chains().values().stream())
            .anyMatch(chain -> !chain.isBase());
  }

  /** {@return the rules that libvirt has not written} */
  KeptRules own() {
    return new KeptRules(dumped, ImmutableList.copyOf(own));
  }

  /** {@return the interfaces of networks that no document describes, as rules name them} */
  ImmutableSet<String> unknown() {
    return ImmutableSet.copyOf(unknown);
  }

  /** {@return the place of a chain of nftables} */
  static ChainPlace place(NftTable table, String chain) {
    Family family = table.family() == NftFamily.IP6 ? Family.IPV6 : Family.IPV4;
    return new ChainPlace(family, Optional.of(table.family()), table.name().name(), chain);
  }

  private void read() {
    for (Family family : Family.values()) {
      dumped
          .ruleset(family)
          .tables()
          .forEach(
              (table, chains) ->
                  chains
                      .chains()
                      .values()
                      .forEach(chain -> read(ChainPlace.of(family, table, chain.name()), chain)));
    }
    for (NftTable table : dumped.nftables().tables()) {
      if (Layout.networkTables().contains(table.name())) {
        table.chains().forEach((name, chain) -> read(place(table, name), chain.chain()));
      }
    }
  }

  private void read(ChainPlace place, Chain chain) {
    if (place.nft().isPresent() || Layout.networkChains().contains(place.chain())) {
      ofNetworks(place, chain);
    } else if (!chain.isBase() && !Layout.sharedChains().contains(place.chain())) {
      ofInterface(place, chain);
    }
  }

  private void ofNetworks(ChainPlace place, Chain chain) {
    Set<ChainRule> known = new HashSet<>();
    written.forEach(host -> rules(host, place).forEach(rule -> known.add(OptionOrder.of(rule))));
    for (int i = 0; i < chain.rules().size(); i++) {
      ChainRule rule = chain.rules().get(i);
      if (!known.contains(OptionOrder.of(rule)) && !leadsToLibvirt(rule)) {
        if (isOfUnknown(place, rule)) {
          unknown.addAll(named(place, rule));
        } else {
          own.add(new KeptRule(place, i + 1, rule, KeptRule.Fate.COMPARED));
        }
      }
    }
  }

  /** A chain of an interface is libvirt's if all is there that libvirt writes for documents. */
  private void ofInterface(ChainPlace place, Chain chain) {
    for (Host host : written) {
      List<ChainRule> rules = rules(host, place);
      if (!rules.isEmpty() && chain.rules().containsAll(rules)) {
        for (int i = 0; i < chain.rules().size(); i++) {
          ChainRule rule = chain.rules().get(i);
          if (written.stream().noneMatch(one -> rules(one, place).contains(rule))) {
            own.add(new KeptRule(place, i + 1, rule, KeptRule.Fate.MADE_ANEW));
          }
        }
        return;
      }
    }
  }

  private static List<ChainRule> rules(Host host, ChainPlace place) {
    Optional<Chain> chain =
        place.nft().isPresent()
            ? host.nftables()
                .table(place.nft().get(), place.table())
                .flatMap(table -> table.chain(place.chain()))
            : host.ruleset(place.family()).findChain(place.table(), place.chain());
    return chain.map(Chain::rules).orElseGet(ImmutableList::of);
  }

  private static boolean leadsToLibvirt(ChainRule rule) {
    return rule.entered()
        .filter(chain -> chain.startsWith("guest_") || Layout.networkChains().contains(chain))
        .isPresent();
  }

  /** {@return whether a rule is about another network, or else names interfaces of none} */
  private boolean isOfUnknown(ChainPlace place, ChainRule rule) {
    AskedPackets asked = AskedPackets.of(place.family(), rule.matches());
    Set<String> named = named(place, rule);
    if (!named.isEmpty()) {
      return networks.stream()
          .flatMap(network -> network.bridge().stream())
          .noneMatch(bridge -> named.contains(bridge.name()));
    }
    List<Span> senders = asked.spans(asked.source());
    return !senders.isEmpty()
        && networks.stream()
            .flatMap(network -> network.network().addresses().stream())
            .filter(address -> address.address().length() == asked.source().width())
            .noneMatch(address -> senders.stream().anyMatch(span -> isIn(address, span)));
  }

  private static boolean isIn(NetworkAddress address, Span span) {
    return Prefix.parse(address.address() + "/" + address.prefixLength()).contains(span.low());
  }

  private static Set<String> named(ChainPlace place, ChainRule rule) {
    AskedPackets asked = AskedPackets.of(place.family(), rule.matches());
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    for (Field field : ImmutableList.of(Field.IN_INTERFACE, Field.OUT_INTERFACE)) {
      asked.spans(field).stream().map(Span::low).map(Bits::name).forEach(names::add);
    }
    return names.build();
  }
}
