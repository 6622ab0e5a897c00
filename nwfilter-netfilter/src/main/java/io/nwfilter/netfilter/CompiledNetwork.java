package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.Network;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.network.NetworkRules;
import io.nwfilter.netfilter.network.NftNetworkRules;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one virtual network. They are in the tables {@code filter}, {@code nat} and {@code
 * mangle} of IPv4 and IPv6, or in tables of nftables, as {@link CompileOptions#networkBackend()}
 * says; networks whose mode leaves them to the host have none.
 */
public final class CompiledNetwork implements CompiledRules {

  private final Network network;
  private final Optional<InterfaceName> bridge;
  private final NetworkRules rules;
  private final Optional<NftNetworkRules> nftRules;
  private final ImmutableList<Diagnostic> diagnostics;

  CompiledNetwork(
      Network network,
      Optional<InterfaceName> bridge,
      NetworkRules rules,
      Optional<NftNetworkRules> nftRules,
      List<Diagnostic> diagnostics) {
    this.network = requireNonNull(network, "network");
    this.bridge = requireNonNull(bridge, "bridge");
    this.rules = requireNonNull(rules, "rules");
    this.nftRules = requireNonNull(nftRules, "nftRules");
    this.diagnostics = ImmutableList.copyOf(diagnostics);
  }

  /** {@return the network} */
  public Network network() {
    return network;
  }

  /** {@return the network's name} */
  public String name() {
    return network.name();
  }

  /**
   * {@return the bridge that its rules name: that of the document, or the one of the options; empty
   * if neither names one, and there are no rules}
   */
  public Optional<InterfaceName> bridge() {
    return bridge;
  }

  /** {@return nothing, as rules of filters are not a network's} */
  @Override
  public List<CompiledInterface> interfaces() {
    return ImmutableList.of();
  }

  /** {@return this network alone} */
  @Override
  public List<CompiledNetwork> networks() {
    return ImmutableList.of(this);
  }

  /** {@return the warnings about this network} */
  @Override
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** {@return whether libvirt adds rules for it: not for modes that leave that to the host} */
  public boolean hasRules() {
    return !rules.isEmpty() || nftRules.isPresent();
  }

  /** {@return whether its rules are in nftables, so that those of iptables do not tell of it} */
  public boolean isInNftables() {
    return nftRules.isPresent();
  }

  NetworkRules rules() {
    return rules;
  }

  /**
   * {@return what libvirt does before it starts the first network that has rules, on a host that
   * may have some of its chains already: it makes those that are missing, and jumps to them at the
   * start of the base chains; of IPv4 and IPv6, whatever the network has} A daemon does so once,
   * and again when it reloads; nothing if this network has no rules.
   *
   * @param now the rules of the host
   */
  public Change daemonChains(Ruleset now) {
    return rules.daemonChains(now);
  }

  /**
   * {@return what starting this network does, once the daemon's chains are there: its rules are
   * inserted before those of the networks that were started earlier}
   *
   * @param family the family
   */
  public Change start(Family family) {
    return rules.start(family);
  }

  /**
   * {@return what destroying this network does: the first rule that is like one of its own is
   * deleted, for each, and what is not there is skipped} The daemon's chains stay.
   *
   * @param now the rules of the host
   */
  public Change destroy(Ruleset now) {
    return rules.destroy(now);
  }

  /**
   * {@return the tables of nftables after this network was started: the tables are made if need be,
   * and its rules are before those of the networks that were started earlier} Nothing changes
   * unless it {@linkplain #isInNftables() has its rules there}.
   *
   * @param now the tables before
   */
  public NftRuleset start(NftRuleset now) {
    return nftRules.map(own -> own.start(now)).orElse(now);
  }

  /**
   * {@return the tables of nftables after this network was destroyed: the first rule that is like
   * one of its own is deleted, for each, and what is not there is skipped} Tables and chains stay.
   *
   * @param now the tables before
   */
  public NftRuleset destroy(NftRuleset now) {
    return nftRules.map(own -> own.destroy(now)).orElse(now);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof CompiledNetwork other
        && network.equals(other.network)
        && bridge.equals(other.bridge)
        && rules.equals(other.rules)
        && nftRules.equals(other.nftRules)
        && diagnostics.equals(other.diagnostics);
  }

  @Override
  public int hashCode() {
    return Objects.hash(network, bridge, rules, nftRules, diagnostics);
  }

  /** {@return the network's name and its bridge, for messages} */
  @Override
  public String toString() {
    return "network '" + name() + "'" + bridge.map(name -> " on " + name).orElse("");
  }
}
