package io.nwfilter.netfilter.upgrade;

import static io.nwfilter.netfilter.upgrade.DefaultNetwork.DEFAULT;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.POLICIES;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.binding;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.filter;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.iptables;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.servicesOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.difference.DifferenceText;
import io.nwfilter.netfilter.upgrade.DocumentChange.Effect;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a release makes of documents. */
class UpgradeTest {

  private static List<String> effectsOfDocuments(UpgradeReport report) {
    return report.documents().stream()
        .map(
            change ->
                change.effect()
                    + " "
                    + change.document()
                    + change.diagnostics().stream()
                        .map(Diagnostic::code)
                        .map(code -> " " + code.id())
                        .collect(Collectors.joining()))
        .toList();
  }

  @Test
  void theSameRulesAreNoChange() {
    UpgradeReport report =
        Upgrade.between(
            LibvirtRelease.V9_0,
            LibvirtRelease.V11_3,
            UpgradeHost.builder()
                .network(DEFAULT)
                .binding(binding("clean-traffic", Parameters.of("IP", "10.0.0.7")))
                .existing(POLICIES)
                .build());

    assertTrue(report.isUnchanged());
    assertEquals(
        """
        From libvirt 9.0, networks in iptables, to libvirt 11.3, networks in iptables

        Nothing changes for packets.

        What guests do:
          blocked before and after: connections of the host to guests, network 'default'\
         (virbr0), by the policy of iptables, table filter, chain INPUT, own.save:3:1
            tcp syn,ack 192.168.122.2:22 > 192.168.122.1:40000 src-mac 52:54:00:fe:00:02 dst-mac\
         02:00:00:00:00:fe, from port guest-virbr0
        """,
        UpgradeText.of(report));
  }

  @Test
  void stockFiltersThatDifferChangeWhatAGuestMaySend() {
    UpgradeHost host =
        UpgradeHost.builder()
            .binding(binding("clean-traffic", Parameters.of("IP", "10.0.0.7")))
            .build();
    UpgradeReport report = Upgrade.between(LibvirtRelease.V9_0, LibvirtRelease.V12_8, host);

    assertEquals(
        List.of(
            new StockChange("qemu-announce-self-rarp", true, false),
            new StockChange("qemu-announce-self", true, false),
            new StockChange("clean-traffic", true, false),
            new StockChange("clean-traffic-gateway", false, false)),
        report.stockFilters());
    assertEquals(
        List.of(
            new RuleChange("ebtables", "nat", "libvirt-I-vnet0", 1, 0, RuleChange.Presence.STAYS)),
        report.rules());
    assertEquals(
        List.of(
            """
            vnet0: - from-vm ether-type 0x835 src-mac 52:54:00:00:00:01
                ether src-mac 52:54:00:00:00:01 ether-type 0x835, from port vnet0
                  before: let through by ebtables, table nat, chain libvirt-I-vnet0, rule 8
                            -A libvirt-I-vnet0 -p 0x835 -j ACCEPT
                            stock:qemu-announce-self clean-traffic > qemu-announce-self
                          arrives at port others-virbr0
                  now: dropped by ebtables, table nat, chain libvirt-I-vnet0, rule 8
                         -A libvirt-I-vnet0 -j DROP
                         stock:no-other-l2-traffic clean-traffic > no-other-l2-traffic\
            """),
        report.meaning().stream()
            .map(change -> change.subject() + ": " + DifferenceText.of(change.difference()).strip())
            .toList());
    assertEquals(
        List.of(
            "virsh nwfilter-dumpxml qemu-announce-self-rarp > qemu-announce-self-rarp.xml",
            "virsh nwfilter-dumpxml qemu-announce-self > qemu-announce-self.xml",
            "virsh nwfilter-dumpxml clean-traffic > clean-traffic.xml",
            "virsh nwfilter-define qemu-announce-self-rarp.xml",
            "virsh nwfilter-define qemu-announce-self.xml",
            "virsh nwfilter-define clean-traffic.xml"),
        report.advice().get(0).commands());
  }

  @Test
  void interfacesWithRulesOfTheSameFormAreComparedOnce() {
    UpgradeHost.Builder host = UpgradeHost.builder();
    for (int i = 0; i < 3; i++) {
      host.binding(
          FilterBinding.of(
              new InterfaceName("vnet" + i),
              MacAddress.parse("52:54:00:00:00:0" + i),
              FilterReference.of(
                  i == 1 ? "clean-traffic-gateway" : "clean-traffic",
                  "IP",
                  "10.0.0." + i,
                  "GATEWAY_MAC",
                  "52:54:00:00:00:fe")));
    }
    UpgradeReport report = Upgrade.between(LibvirtRelease.V9_0, LibvirtRelease.V12_8, host.build());

    assertEquals(
        List.of("vnet0, and with rules of the same form vnet2", "vnet1"),
        report.meaning().stream().map(MeaningChange::subjects).toList());
  }

  @Test
  void definitionsThatAreKeptChangeNothing() {
    Filter[] kept =
        Stream.of("qemu-announce-self-rarp", "qemu-announce-self", "clean-traffic")
            .map(name -> StockFilters.library(LibvirtRelease.V9_0).find(name).orElseThrow())
            .map(stock -> stock.toBuilder().location(new SourceLocation("kept.xml", 1, 1)).build())
            .toArray(Filter[]::new);
    UpgradeReport report =
        Upgrade.between(
            iptables(LibvirtRelease.V9_0, kept),
            iptables(LibvirtRelease.V12_8, kept),
            UpgradeHost.builder()
                .binding(binding("clean-traffic", Parameters.of("IP", "10.0.0.7")))
                .build());

    assertTrue(report.isUnchanged(), () -> UpgradeText.of(report));
    assertEquals(new StockChange("clean-traffic", true, true), report.stockFilters().get(2));
    assertEquals(List.of(), report.advice());
  }

  @Test
  void addressesThatLibvirtLearnsAreTakenAsLearned() {
    UpgradeReport report =
        Upgrade.between(
            LibvirtRelease.V9_0,
            LibvirtRelease.V12_8,
            UpgradeHost.builder().binding(binding("clean-traffic", Parameters.NONE)).build());

    assertEquals(1, report.meaning().size(), () -> UpgradeText.of(report));
  }

  @Test
  void whatOneReleaseRefusesIsSaid() {
    Filter reversed =
        filter(
            "reversed",
            Rule.builder(Action.ACCEPT, Direction.OUT)
                .protocol(Protocol.UDP)
                .where(Attributes.SRCPORTSTART, 9)
                .where(Attributes.SRCPORTEND, 5));
    Filter continues =
        filter("continues", Rule.builder(Action.CONTINUE, Direction.OUT).protocol(Protocol.TCP));
    Filter fine = filter("fine", Rule.drop(Direction.IN, Protocol.TCP));
    UpgradeHost host =
        UpgradeHost.builder()
            .binding(binding("reversed", Parameters.NONE))
            .unused(continues)
            .unused(fine)
            .build();
    UpgradeReport report =
        Upgrade.between(
            iptables(LibvirtRelease.V9_0, reversed, continues, fine),
            iptables(LibvirtRelease.V11_3, reversed, continues, fine),
            host);

    assertEquals(
        List.of(
            "REFUSED interface 'vnet0' refused-by-netfilter leftover-on-failure",
            "REMARKED filter 'continues' mirrored",
            "ACCEPTED filter 'continues' continue-fails leftover-on-failure"),
        effectsOfDocuments(report));
    assertEquals(
        List.of(
            new Advice(
                "change what libvirt 11.3 refuses, before the upgrade: interface 'vnet0'",
                List.of())),
        report.advice());
    assertTrue(Effect.REFUSED.isChange());
    assertFalse(report.isUnchanged());
  }

  @Test
  void whatTheNewReleaseTakesMayLackRules() {
    Filter lists =
        filter(
            "lists",
            Rule.builder(Action.ACCEPT, Direction.OUT)
                .protocol(Protocol.TCP)
                .whereText(Attributes.SRCIPADDR, "$A")
                .whereText(Attributes.SRCPORTSTART, "$B"),
            Rule.drop(Direction.INOUT, Protocol.ALL));
    UpgradeReport report =
        Upgrade.between(
            iptables(LibvirtRelease.V9_0, lists),
            iptables(LibvirtRelease.V12_8, lists),
            UpgradeHost.builder()
                .binding(
                    binding("lists", Parameters.of("A", "10.0.0.1", "10.0.0.2").with("B", "80")))
                .build());

    assertEquals(
        List.of(
            "REMARKED interface 'vnet0' rules-left-out not-filtered-when-routed",
            "ACCEPTED interface 'vnet0' unequal-lists"),
        effectsOfDocuments(report));
  }

  @Test
  void diagnosticsAreAtTheRulesThatBlock() {
    UpgradeReport report = servicesOf(UpgradeHost.builder().network(DEFAULT).existing(POLICIES));

    assertEquals(
        List.of(
            "blocked-after-upgrade own.save:3:1",
            "blocked-after-upgrade own.save:3:1",
            "blocked-after-upgrade own.save:3:1",
            "blocked-after-upgrade own.save:4:1",
            "blocked-after-upgrade own.save:4:1"),
        UpgradeDiagnostics.of(report).stream()
            .filter(one -> one.code().id().equals("blocked-after-upgrade"))
            .map(one -> one.code().id() + " " + one.location())
            .toList());
  }
}
