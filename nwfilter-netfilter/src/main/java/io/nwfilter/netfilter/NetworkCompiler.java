package io.nwfilter.netfilter;

import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.diagnostic.NetworkRuleCode;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.layout.NftNetworkLayout;
import io.nwfilter.netfilter.network.NetworkChecks;
import io.nwfilter.netfilter.network.NetworkLowering;
import io.nwfilter.netfilter.network.NetworkPlaces;
import io.nwfilter.netfilter.network.NetworkRules;
import io.nwfilter.netfilter.network.NftNetworkRules;
import io.nwfilter.netfilter.network.ReleaseChecks;
import java.util.Optional;

/** Compiles one virtual network: what libvirt would refuse, its bridge, its rules. */
final class NetworkCompiler {

  private final Network network;
  private final CompileOptions options;
  private final DiagnosticSink sink = new DiagnosticSink();

  NetworkCompiler(Network network, CompileOptions options) {
    this.network = network;
    this.options = options;
  }

  CompiledNetwork compile() {
    NetworkChecks.check(network, options.networkBackend(), sink);
    ReleaseChecks.check(network, options.release(), options.networkBackend(), sink);
    Optional<InterfaceName> bridge =
        network.bridge().or(() -> Optional.ofNullable(options.bridges().get(network.name())));
    if (bridge.isEmpty() && NetworkLowering.hasRules(network)) {
      sink.report(
          NetworkRuleCode.MISSING_BRIDGE,
          NetworkPlaces.of(network),
          "network '"
              + network.name()
              + "' has no <bridge name=…>: libvirt chooses one; use the document of the defined"
              + " network, or name the bridge yourself (CompileOptions, --bridge)");
    }
    if (sink.diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
      throw new CompileException(sink.diagnostics());
    }
    return new CompiledNetwork(
        network, bridge, rules(bridge), nftRules(bridge), sink.diagnostics());
  }

  private NetworkRules rules(Optional<InterfaceName> bridge) {
    Layout layout = Layout.of(options.release());
    return bridge
        .filter(name -> options.networkBackend() == FirewallBackend.IPTABLES)
        .map(name -> NetworkLowering.lower(network, name, layout))
        .orElseGet(() -> NetworkRules.none(layout));
  }

  private Optional<NftNetworkRules> nftRules(Optional<InterfaceName> bridge) {
    Optional<NftNetworkLayout> layout = Layout.of(options.release()).nftNetworks();
    return bridge
        .filter(name -> options.networkBackend() == FirewallBackend.NFTABLES)
        .flatMap(name -> layout.map(tables -> NetworkLowering.lower(network, name, tables)))
        .filter(rules -> !rules.isEmpty());
  }
}
