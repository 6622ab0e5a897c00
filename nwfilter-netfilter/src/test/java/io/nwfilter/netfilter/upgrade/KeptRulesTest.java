package io.nwfilter.netfilter.upgrade;

import static io.nwfilter.netfilter.upgrade.DefaultNetwork.DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.UpgradeCode;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The host's own rules in chains of libvirt's: none is lost without a word. */
class KeptRulesTest {

  /** What libvirt 11.3 makes for the network. */
  private static final String LISTING =
      """
      table ip libvirt_network {
      \tchain forward {
      \t\ttype filter hook forward priority filter; policy accept;
      \t\tcounter packets 0 bytes 0 jump guest_cross
      \t\tcounter packets 0 bytes 0 jump guest_input
      \t\tcounter packets 0 bytes 0 jump guest_output
      \t}

      \tchain guest_output {
      \t\tip saddr 192.168.122.0/24 iif "virbr0" counter packets 0 bytes 0 accept
      \t\tiif "virbr0" counter packets 0 bytes 0 reject
      \t}

      \tchain guest_input {
      \t\toif "virbr0" ip daddr 192.168.122.0/24 ct state established,related counter packets 0 bytes 0 accept
      \t\toif "virbr0" counter packets 0 bytes 0 reject
      \t}

      \tchain guest_cross {
      \t\tiif "virbr0" oif "virbr0" counter packets 0 bytes 0 accept
      \t}

      \tchain guest_nat {
      \t\ttype nat hook postrouting priority srcnat; policy accept;
      \t\tip saddr 192.168.122.0/24 ip daddr 224.0.0.0/24 counter packets 0 bytes 0 return
      \t\tip saddr 192.168.122.0/24 ip daddr 255.255.255.255 counter packets 0 bytes 0 return
      \t\tmeta l4proto tcp ip saddr 192.168.122.0/24 ip daddr != 192.168.122.0/24 counter packets 0 bytes 0 masquerade to :1024-65535
      \t\tmeta l4proto udp ip saddr 192.168.122.0/24 ip daddr != 192.168.122.0/24 counter packets 0 bytes 0 masquerade to :1024-65535
      \t\tip saddr 192.168.122.0/24 ip daddr != 192.168.122.0/24 counter packets 0 bytes 0 masquerade
      \t}
      }
      """;

  private static final String GUEST_INPUT = "\tchain guest_input {\n";

  private static final FilterBinding BINDING =
      FilterBinding.of(
          new InterfaceName("vnet0"),
          MacAddress.parse("52:54:00:00:00:01"),
          FilterReference.of("no-mac-spoofing", Parameters.NONE));

  private static CompileOptions options(LibvirtRelease release, FirewallBackend backend) {
    return CompileOptions.builder().release(release).networkBackend(backend).build();
  }

  private static UpgradeReport upgrade(
      UpgradeHost.Builder host, FirewallBackend before, FirewallBackend after) {
    return Upgrade.between(
        options(LibvirtRelease.V11_3, before),
        options(LibvirtRelease.V12_8, after),
        host.network(DEFAULT).build());
  }

  private static UpgradeHost.Builder listed(String listing) {
    return UpgradeHost.builder().existing(NftListing.read(TextSource.text(listing, "own.list")));
  }

  /** The default network in iptables, with a rule more in a chain. */
  private static UpgradeHost.Builder saved(String rule) {
    Host running =
        Host.empty()
            .after(
                HostEvent.starts(
                    FilterCompiler.compile(DEFAULT, CompileOptions.DEFAULT).networks().get(0)));
    String text =
        SaveText.write(running.ruleset(Family.IPV4))
            .replace(
                "-A LIBVIRT_FWI -d 192.168.122.0/24", rule + "-A LIBVIRT_FWI -d 192.168.122.0/24");
    return UpgradeHost.builder()
        .existing(SaveText.read(Family.IPV4, TextSource.text(text, "own.save")));
  }

  private static List<String> kept(UpgradeReport report) {
    return report.kept().stream()
        .map(
            rule ->
                rule.fate().name()
                    + " "
                    + rule.place().chain()
                    + " "
                    + rule.number()
                    + " "
                    + UpgradeText.words(rule))
        .toList();
  }

  @Test
  void libvirtsRulesAreNotOwn() {
    assertEquals(
        List.of(),
        upgrade(listed(LISTING), FirewallBackend.NFTABLES, FirewallBackend.NFTABLES).kept());
    assertEquals(
        List.of(), upgrade(saved(""), FirewallBackend.IPTABLES, FirewallBackend.NFTABLES).kept());
  }

  @Test
  void theAdvicesOwnRuleIsComparedWhereTheDumpHasIt() {
    String listing =
        LISTING.replaceFirst(
            "\tchain guest_input \\{\n",
            GUEST_INPUT + "\t\toif \"virbr0\" ip daddr 192.168.122.10 tcp dport 80 accept\n");
    assertTrue(listing.contains("192.168.122.10"));

    UpgradeReport report =
        upgrade(listed(listing), FirewallBackend.NFTABLES, FirewallBackend.NFTABLES);

    assertEquals(
        List.of(
            "COMPARED guest_input 1 oif \"virbr0\" ip daddr 192.168.122.10 tcp dport 80 accept"),
        kept(report));
    assertTrue(report.isUnchanged());
    assertEquals(List.of(), report.advice());
    Diagnostic said = UpgradeDiagnostics.of(report).get(0);
    assertEquals(UpgradeCode.OWN_RULE_IN_CHAIN_OF_LIBVIRT, said.code());
    assertEquals(report.kept().get(0).location(), said.location());
    assertEquals("own.list", said.location().document());
  }

  @Test
  void chainsAndSetsInATableOfLibvirtsAreCompared() {
    String listing =
        LISTING.replaceFirst(
            "\tchain guest_input \\{\n",
            """
            \tset web {
            \t\ttype inet_service
            \t\telements = { 80, 443 }
            \t}

            \tchain mine {
            \t\ttcp dport @web accept
            \t}

            \tchain guest_input {
            \t\toif "virbr0" jump mine
            """);

    UpgradeReport report =
        upgrade(listed(listing), FirewallBackend.NFTABLES, FirewallBackend.NFTABLES);

    assertEquals(
        List.of(
            "COMPARED mine 1 tcp dport @web accept",
            "COMPARED guest_input 1 oif \"virbr0\" jump mine"),
        kept(report));
    assertTrue(report.isUnchanged());
  }

  @Test
  void aRuleInAChainThatIsNoLongerMadeIsLost() {
    UpgradeHost.Builder host =
        saved("-A LIBVIRT_FWI -d 192.168.122.10/32 -o virbr0 -p tcp -m tcp --dport 80 -j ACCEPT\n");

    UpgradeReport report = upgrade(host, FirewallBackend.IPTABLES, FirewallBackend.NFTABLES);

    assertEquals(
        List.of(
            "NO_CHAIN LIBVIRT_FWI 1 -A LIBVIRT_FWI -d 192.168.122.10/32 -o virbr0 -p tcp"
                + " -m tcp --dport 80 -j ACCEPT"),
        kept(report));
    assertEquals(
        List.of("BLOCKED tcp 192.168.122.10:80"),
        report.services().stream().map(one -> one.effect() + " " + one.details()).toList());
  }

  @Test
  void networksThatNoDocumentDescribesAreSaid() {
    UpgradeHost.Builder host =
        saved("-A LIBVIRT_FWI -o virbr7 -j REJECT --reject-with icmp-port-unreachable\n");

    UpgradeReport report = upgrade(host, FirewallBackend.IPTABLES, FirewallBackend.IPTABLES);

    assertEquals(List.of(), report.kept());
    assertTrue(
        report.assumptions().stream().anyMatch(words -> words.endsWith("if they name virbr7")));
  }

  @Test
  void aRuleInAChainOfAnInterfaceIsLostWhenItStarts() {
    Host running =
        Host.empty()
            .after(
                HostEvent.starts(
                    FilterCompiler.compile(BINDING, CompileOptions.DEFAULT).interfaces().get(0)));
    String text = SaveText.write(running.ruleset(Family.BRIDGE));
    String first =
        text.lines().filter(line -> line.startsWith("-A libvirt-I-vnet0")).findFirst().orElse("");
    UpgradeHost.Builder host =
        UpgradeHost.builder()
            .binding(BINDING)
            .existing(
                SaveText.read(
                    Family.BRIDGE,
                    TextSource.text(
                        text.replace(first, "-A libvirt-I-vnet0 -p ARP -j ACCEPT\n" + first),
                        "own.save")));

    UpgradeReport report = upgrade(host, FirewallBackend.IPTABLES, FirewallBackend.IPTABLES);

    assertEquals(
        List.of("MADE_ANEW libvirt-I-vnet0 1 -A libvirt-I-vnet0 -p ARP -j ACCEPT"), kept(report));
  }
}
