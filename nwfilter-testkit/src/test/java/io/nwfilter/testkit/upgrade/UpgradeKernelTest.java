package io.nwfilter.testkit.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.netfilter.upgrade.Service;
import io.nwfilter.netfilter.upgrade.ServiceChange;
import io.nwfilter.netfilter.upgrade.ServiceChange.Effect;
import io.nwfilter.netfilter.upgrade.Upgrade;
import io.nwfilter.netfilter.upgrade.UpgradeHost;
import io.nwfilter.netfilter.upgrade.UpgradeReport;
import io.nwfilter.netfilter.upgrade.UpgradeText;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.testkit.kernel.SystemRoot;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an upgrade from libvirt 9.0 with iptables to 12.8 with nftables does to a host with rules of
 * its own: what the report says is what real clients meet, before, after, and once the commands
 * were run that it names.
 */
@ExtendWith(NetworkNamespaceExtension.class)
class UpgradeKernelTest {

  private static final Path NETWORK =
      Path.of(System.getProperty("nwfilter.rootDirectory", ".."), "examples/host/default.xml");

  private static final CompileOptions BEFORE =
      CompileOptions.builder().release(LibvirtRelease.V9_0).build();
  private static final CompileOptions AFTER =
      CompileOptions.builder()
          .release(LibvirtRelease.V12_8)
          .networkBackend(FirewallBackend.NFTABLES)
          .build();

  /** The rules of a host, before libvirt starts. */
  private enum Own {
    NONE(EnumSet.noneOf(Service.class), EnumSet.noneOf(Service.class)),

    POLICIES(
        EnumSet.of(
            Service.DHCP, Service.DNS, Service.DNS_OVER_TCP, Service.OUTGOING, Service.NEIGHBOR),
        EnumSet.of(Service.FROM_HOST),
        "iptables -P INPUT DROP",
        "iptables -P FORWARD DROP"),

    /** libvirt's own rules let replies of DHCP out, and none of DNS. */
    OUTPUT_POLICY(
        EnumSet.of(Service.DHCP),
        EnumSet.of(Service.DNS, Service.DNS_OVER_TCP, Service.FROM_HOST),
        "iptables -P OUTPUT DROP"),

    LAST_RULES(
        EnumSet.of(Service.DHCP, Service.DNS, Service.DNS_OVER_TCP, Service.OUTGOING),
        EnumSet.noneOf(Service.class),
        "iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
        "iptables -A INPUT -j DROP",
        "iptables -A FORWARD -o " + UpgradedHost.UPLINK + " -j REJECT"),

    /** A table of nftables blocks with either backend. */
    TABLE(
        EnumSet.noneOf(Service.class),
        EnumSet.of(
            Service.DHCP, Service.DNS, Service.DNS_OVER_TCP, Service.OUTGOING, Service.FROM_HOST),
        "nft add table inet fw",
        "nft add chain inet fw input '{ type filter hook input priority 0; policy drop; }'",
        "nft add chain inet fw forward '{ type filter hook forward priority 0; policy drop; }'",
        "nft add rule inet fw forward iifname virbr0 oifname virbr0 accept"),

    /**
     * A port of the host is led to a guest, by rules that come before libvirt's where both are in
     * iptables: libvirt's own table rejects them.
     */
    PORT_FORWARD(
        EnumSet.of(Service.FORWARDED),
        EnumSet.noneOf(Service.class),
        "iptables -t nat -A PREROUTING -i "
            + UpgradedHost.UPLINK
            + " -p tcp --dport "
            + UpgradedHost.FORWARDED_PORT
            + " -j DNAT --to-destination 192.168.122.2:22") {
      @Override
      ImmutableList<String> afterLibvirt() {
        return ImmutableList.of(
            "iptables -I FORWARD -o virbr0 -d 192.168.122.2 -p tcp --dport 22 -j ACCEPT");
      }
    },

    /** The network is restricted to the uplink, by its name. */
    RESTRICTED(
        EnumSet.of(Service.OUTGOING, Service.NEIGHBOR),
        EnumSet.noneOf(Service.class),
        "iptables -P FORWARD DROP") {
      @Override
      Network network(Network network) {
        return network.toBuilder()
            .forward(
                new Forwarding(
                    ForwardMode.NAT,
                    Optional.of(new InterfaceName(UpgradedHost.UPLINK)),
                    List.of(),
                    Optional.empty()))
            .build();
      }
    };

    private final ImmutableSet<Service> blockedAfter;
    private final ImmutableSet<Service> blockedAnyway;
    private final ImmutableList<String> commands;

    Own(Set<Service> blockedAfter, Set<Service> blockedAnyway, String... commands) {
      this.blockedAfter = Sets.immutableEnumSet(blockedAfter);
      this.blockedAnyway = Sets.immutableEnumSet(blockedAnyway);
      this.commands = ImmutableList.copyOf(commands);
    }

    /** {@return what is run once libvirt has started, as by a hook of libvirt's} */
    ImmutableList<String> afterLibvirt() {
      return ImmutableList.of();
    }

    /** {@return the services that the host has: without a rule, no port is forwarded} */
    Set<Service> tried() {
      return blockedAfter.contains(Service.FORWARDED)
          ? UpgradedHost.SERVICES
          : without(UpgradedHost.SERVICES, EnumSet.of(Service.FORWARDED));
    }

    /** {@return the network of the host} */
    Network network(Network network) {
      return network;
    }
  }

  @ParameterizedTest
  @EnumSource(Own.class)
  void clientsMeetWhatTheReportSays(Own own, NetworkNamespace namespace) {
    Network network = own.network(LibvirtXml.readNetwork(XmlSource.file(NETWORK)).value());
    try (UpgradedHost host = new UpgradedHost(namespace)) {
      host.script(own.commands);
      UpgradeReport bare = report(host, network, own);
      namespace.load(texts(FilterCompiler.compile(network, BEFORE)));
      host.script(own.afterLibvirt());
      UpgradeReport report = own.afterLibvirt().isEmpty() ? bare : report(host, network, own);
      Set<Service> before = host.working();

      namespace.flushNftables(SystemRoot.HOST);
      host.script(own.commands);
      host.loadTables(NftScript.write(FilterCompiler.compile(network, AFTER).nftables()));
      host.script(own.afterLibvirt());
      Set<Service> after = host.working();

      assertEquals(own.blockedAfter, services(report, Effect.BLOCKED), UpgradeText.of(report));
      assertEquals(
          own.blockedAnyway, services(report, Effect.STILL_BLOCKED), UpgradeText.of(report));
      assertEquals(without(own.tried(), own.blockedAnyway), before);
      assertEquals(without(before, own.blockedAfter), after);

      host.script(commands(report));
      assertEquals(before, host.working(), UpgradeText.of(report));
    }
  }

  private static Set<Service> without(Set<Service> all, Set<Service> some) {
    return Sets.difference(all, some).immutableCopy();
  }

  private static UpgradeReport report(UpgradedHost host, Network network, Own own) {
    UpgradeHost.Builder documents = UpgradeHost.builder().network(network);
    documents.existing(
        SaveText.read(Family.IPV4, TextSource.text(host.output("iptables-save"), "iptables.save")));
    if (own == Own.TABLE) {
      documents.existing(
          NftListing.read(
              TextSource.text(host.output("nft", "list", "table", "inet", "fw"), "fw.nft")));
    }
    return Upgrade.between(BEFORE, AFTER, documents.build());
  }

  private static Set<Service> services(UpgradeReport report, Effect effect) {
    return report.services().stream()
        .filter(change -> change.effect() == effect && change.family() == Family.IPV4)
        .map(ServiceChange::service)
        .filter(UpgradedHost.SERVICES::contains)
        .collect(Collectors.toSet());
  }

  private static RestoreTexts texts(CompiledNetwork compiled) {
    return new RestoreTexts(
        compiled.text(Family.IPV4), compiled.text(Family.IPV6), compiled.text(Family.BRIDGE));
  }

  /** {@return the commands of the report, without what is for a configuration file} */
  private static List<String> commands(UpgradeReport report) {
    return report.advice().stream()
        .flatMap(advice -> advice.commands().stream())
        .filter(command -> command.startsWith("iptables ") || command.startsWith("nft "))
        .toList();
  }
}
