package io.nwfilter.netfilter.upgrade;

import static io.nwfilter.netfilter.upgrade.DefaultNetwork.DEFAULT;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.POLICIES;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.binding;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.effects;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.iptables;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.ipv4;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.options;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.servicesOf;
import static io.nwfilter.netfilter.upgrade.TriedUpgrades.upgrade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What guests do that the rules of a host block after an upgrade, and what helps. */
class ServicesTest {

  @Test
  void policiesOfTheHostBlockOnceLibvirtHasTablesOfItsOwn() {
    UpgradeReport report = servicesOf(UpgradeHost.builder().network(DEFAULT).existing(POLICIES));

    assertEquals(
        ImmutableSet.of(
            "BLOCKED DHCP",
            "BLOCKED DNS",
            "BLOCKED DNS_OVER_TCP",
            "BLOCKED OUTGOING",
            "BLOCKED NEIGHBOR",
            "STILL_BLOCKED FROM_HOST"),
        effects(report));
    assertEquals(
        Set.of("own.save:3:1", "own.save:4:1"),
        report.services().stream()
            .flatMap(change -> change.blocker().stream())
            .map(blocker -> blocker.place().toString())
            .collect(Collectors.toSet()));
    assertEquals(
        List.of(
            "iptables -I INPUT -i virbr0 -p udp -m udp --dport 53 -j ACCEPT",
            "iptables -I INPUT -i virbr0 -p tcp -m tcp --dport 53 -j ACCEPT",
            "iptables -I INPUT -i virbr0 -p udp -m udp --dport 67 -j ACCEPT",
            "iptables -I INPUT -i virbr0 -p tcp -m tcp --dport 67 -j ACCEPT",
            "iptables -I FORWARD -i virbr0 -o virbr0 -j ACCEPT",
            "iptables -I FORWARD -d 192.168.122.0/24 -o virbr0 -m conntrack --ctstate"
                + " RELATED,ESTABLISHED -j ACCEPT",
            "iptables -I FORWARD -s 192.168.122.0/24 -i virbr0 -j ACCEPT"),
        report.advice().get(0).commands());
    assertEquals(
        "accept in the host's own rules what libvirt's rules accepted, also where the host loads"
            + " them from",
        report.advice().get(0).words());
    assertEquals(List.of("firewall_backend = \"iptables\""), report.advice().get(1).commands());
    assertFalse(report.isUnchanged());
  }

  /** What was accepted before by libvirt is so after the commands, for all packets. */
  @Test
  void commandsMakeUpForAllThatIsBlocked() {
    UpgradeReport report = servicesOf(UpgradeHost.builder().network(DEFAULT).existing(POLICIES));
    String accepting =
        report.advice().get(0).commands().stream()
            .map(command -> command.replace("iptables -I", "-A"))
            .collect(Collectors.joining("\n", "", "\nCOMMIT\n"));
    Ruleset more =
        SaveText.read(
            Family.IPV4,
            TextSource.text(SaveText.write(POLICIES).replace("COMMIT\n", accepting), "more.save"));

    UpgradeReport repeated = upgrade(UpgradeHost.builder().network(DEFAULT).existing(more));

    assertTrue(repeated.isUnchanged(), () -> UpgradeText.of(repeated));
    assertFalse(repeated.rules().isEmpty());
  }

  @Test
  void tablesOfNftablesMeanTheSameOnAHostWithoutRules() {
    for (ForwardMode mode : List.of(ForwardMode.NAT, ForwardMode.ROUTE, ForwardMode.OPEN)) {
      UpgradeReport report =
          upgrade(
              UpgradeHost.builder()
                  .network(
                      Network.builder("some")
                          .bridge("virbr7")
                          .forward(mode)
                          .address("10.7.0.1/24")
                          .address("fd00:7::1/64")
                          .build()));

      assertTrue(report.isUnchanged(), () -> mode + ":\n" + UpgradeText.of(report));
    }
  }

  @Test
  void severalNetworksHaveAGuestEach() {
    UpgradeHost.Builder host = UpgradeHost.builder().existing(POLICIES);
    for (int number = 1; number <= 3; number++) {
      host.network(
          Network.builder("n" + number)
              .bridge("virbr" + number)
              .forward(ForwardMode.NAT)
              .address("10.7.%d.1/24".formatted(number))
              .build());
    }

    assertEquals(
        List.of("network 'n1'", "host", "network 'n2'", "network 'n3'"),
        upgrade(host).meaning().stream().map(MeaningChange::subject).toList());
  }

  @Test
  void everythingThatARoutedNetworkOffersIsTriedInBothFamilies() {
    Ruleset policies =
        SaveText.read(
            TextSource.text(
                """
                # Generated by ip6tables-save
                *filter
                :INPUT DROP [0:0]
                :FORWARD DROP [0:0]
                :OUTPUT ACCEPT [0:0]
                COMMIT
                """,
                "own6.save"));
    Network routed =
        Network.builder("routed")
            .bridge("virbr7")
            .forward(ForwardMode.ROUTE)
            .address(NetworkAddress.parse("10.7.0.1/24").toBuilder().tftpRoot("/srv").build())
            .address(
                NetworkAddress.parse("fd00:7::1/64").toBuilder()
                    .dhcp(
                        Dhcp.of(
                            new AddressRange(
                                Ipv6Address.parse("fd00:7::2"), Ipv6Address.parse("fd00:7::9"))))
                    .build())
            .build();

    UpgradeReport report =
        servicesOf(UpgradeHost.builder().network(routed).existing(POLICIES).existing(policies));

    assertEquals(
        List.of(
            "BLOCKED DNS",
            "BLOCKED DNS_OVER_TCP",
            "BLOCKED TFTP",
            "BLOCKED OUTGOING",
            "BLOCKED INCOMING",
            "BLOCKED NEIGHBOR",
            "STILL_BLOCKED FROM_HOST",
            "BLOCKED DHCPV6",
            "BLOCKED DNS",
            "BLOCKED DNS_OVER_TCP",
            "BLOCKED OUTGOING",
            "BLOCKED INCOMING",
            "BLOCKED NEIGHBOR",
            "STILL_BLOCKED FROM_HOST"),
        report.services().stream()
            .map(change -> change.effect() + " " + change.service().name())
            .toList());
    assertFalse(report.advice().get(0).words().contains("not enough"));
  }

  @Test
  void theWayBackOpensWhatWasBlocked() {
    UpgradeReport report =
        Upgrade.between(
            options(LibvirtRelease.V12_8, FirewallBackend.NFTABLES),
            iptables(LibvirtRelease.V12_8),
            UpgradeHost.builder().network(DEFAULT).existing(POLICIES).build(),
            AnalysisBudget.ofNodes(0));

    assertEquals(
        ImmutableSet.of(
            "OPENED DHCP",
            "OPENED DNS",
            "OPENED DNS_OVER_TCP",
            "OPENED OUTGOING",
            "OPENED NEIGHBOR",
            "STILL_BLOCKED FROM_HOST"),
        effects(report));
    assertEquals(List.of(), report.advice());
  }

  @Test
  void libvirtsRulesAreNotTheHostsOwn() {
    Host running =
        Host.of(POLICIES)
            .after(
                HostEvent.starts(FilterCompiler.compile(DEFAULT)),
                HostEvent.starts(
                    FilterCompiler.compile(
                        binding("clean-traffic", Parameters.of("IP", "10.0.0.7")))));
    UpgradeHost.Builder host =
        UpgradeHost.builder()
            .network(DEFAULT)
            .binding(binding("clean-traffic", Parameters.of("IP", "10.0.0.7")));
    UpgradeReport report = servicesOf(host.existing(POLICIES));

    UpgradeHost.Builder dumped =
        UpgradeHost.builder()
            .network(DEFAULT)
            .binding(binding("clean-traffic", Parameters.of("IP", "10.0.0.7")));
    Stream.of(Family.values()).forEach(family -> dumped.existing(running.ruleset(family)));
    dumped.existing(
        FilterCompiler.compile(DEFAULT, options(LibvirtRelease.V11_3, FirewallBackend.NFTABLES))
            .nftables());

    assertEquals(UpgradeText.of(report), UpgradeText.of(servicesOf(dumped)));
  }

  @Test
  void aTableOfNftablesBlocksWithEitherBackend() {
    UpgradeReport report =
        servicesOf(
            UpgradeHost.builder()
                .network(DEFAULT)
                .existing(
                    NftListing.read(
                        TextSource.text(
                            """
                            table inet fw {
                              chain forward {
                                type filter hook forward priority filter; policy drop;
                                iifname "virbr0" oifname "virbr0" accept
                              }
                            }
                            """,
                            "own.nft"))));

    assertEquals(ImmutableSet.of("STILL_BLOCKED OUTGOING"), effects(report));
    assertEquals(
        "blocked before and after: connections of guests to the outside, network 'default'"
            + " (virbr0), by the policy of nft, table inet fw, chain forward, own.nft:3:47",
        UpgradeText.of(report.services().get(0)));
  }

  /** A rule that may be met drops what the policy drops anyway. */
  @Test
  void thePolicyBlocksWhatAnOpenRuleMayBlockBeforeIt() {
    UpgradeReport report =
        servicesOf(
            UpgradeHost.builder()
                .network(DEFAULT)
                .existing(
                    ipv4(
                        """
                        # Generated by iptables-save
                        *filter
                        :INPUT DROP [0:0]
                        :FORWARD ACCEPT [0:0]
                        :OUTPUT ACCEPT [0:0]
                        -A INPUT -m set --match-set blocklist src -j DROP
                        COMMIT
                        """)));

    assertEquals(
        "blocked now: DNS, network 'default' (virbr0), by the policy of iptables, table filter,"
            + " chain INPUT, own.save:3:1",
        report.services().stream()
            .filter(change -> change.service() == Service.DNS)
            .map(UpgradeText::of)
            .findFirst()
            .orElseThrow());
  }

  /** A port of the host that its rules lead to a guest, as a hook of libvirt's sets it up. */
  private static final String PORT_FORWARD =
      """
      # Generated by iptables-save
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :LIBVIRT_FWI - [0:0]
      -A FORWARD -d 192.168.122.10/32 -o virbr0 -p tcp -m tcp --dport 80 -j ACCEPT
      -A FORWARD -j LIBVIRT_FWI
      COMMIT
      *nat
      :PREROUTING ACCEPT [0:0]
      :INPUT ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :POSTROUTING ACCEPT [0:0]
      -A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 192.168.122.10:80
      COMMIT
      """;

  @Test
  void connectionsThatTheHostForwardsAreBlockedByLibvirtsTable() {
    UpgradeReport report =
        servicesOf(UpgradeHost.builder().network(DEFAULT).existing(ipv4(PORT_FORWARD)));

    assertEquals(
        List.of(
            "blocked now: connections that the host's own rules let through to guests (tcp"
                + " 198.51.100.1:8080 to 192.168.122.10:80), network 'default' (virbr0), by nft,"
                + " table ip libvirt_network, chain guest_input, rule 2"),
        report.services().stream().map(UpgradeText::of).toList());
    assertEquals(
        List.of(
            "nft insert rule ip libvirt_network guest_input oif \"virbr0\" ip daddr"
                + " 192.168.122.10 tcp dport 80 counter accept"),
        report.advice().get(0).commands());
    assertFalse(report.advice().get(0).words().contains("not enough"));
    assertEquals(List.of("firewall_backend = \"iptables\""), report.advice().get(1).commands());
  }

  /** Rules below libvirt's, which reject, let nothing through on either host. */
  @Test
  void adviceIsNotWiderThanARuleThatAsksForASetWithoutAWord() {
    String rules =
        """
        # Generated by iptables-save
        *nat
        :PREROUTING ACCEPT [0:0]
        -A PREROUTING -i eth0 -p tcp -m tcp --dport 8080 -m set --match-set trusted src -j DNAT \
        --to-destination 192.168.122.10:80
        COMMIT
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :LIBVIRT_FWI - [0:0]
        -A FORWARD -m conntrack --ctstate DNAT -j ACCEPT
        -A FORWARD -d 192.168.122.11/32 -o virbr0 -p tcp -m tcp --dport 22 -m set --match-set \
        trusted src -j ACCEPT
        -A FORWARD -j LIBVIRT_FWI
        COMMIT
        """;

    List<Advice> advice =
        servicesOf(UpgradeHost.builder().network(DEFAULT).existing(ipv4(rules))).advice();

    assertEquals(
        List.of(
            "nft insert rule ip libvirt_network guest_input oif \"virbr0\" iifname \"eth0\""
                + " ip daddr 192.168.122.10 tcp dport 80 ct status dnat counter accept",
            "nft insert rule ip libvirt_network guest_input oif \"virbr0\""
                + " ip daddr 192.168.122.11 tcp dport 22 counter accept"),
        advice.get(0).commands());
    assertTrue(
        advice.get(1).words().endsWith("such as members of a set: tcp 192.168.122.11:22"),
        advice::toString);
  }

  @Test
  void whatWasNotForwardedIsNoChange() {
    String below =
        PORT_FORWARD
            .replace("-A FORWARD -j LIBVIRT_FWI\n", "")
            .replace(":LIBVIRT_FWI - [0:0]\n", "");

    UpgradeReport report = servicesOf(UpgradeHost.builder().network(DEFAULT).existing(ipv4(below)));

    assertEquals(
        List.of(
            "blocked before and after: connections that the host's own rules let through to guests"
                + " (tcp 198.51.100.1:8080 to 192.168.122.10:80), network 'default' (virbr0), by"
                + " nft, table ip libvirt_network, chain guest_input, rule 2"),
        report.services().stream().map(UpgradeText::of).toList());
    assertFalse(report.services().get(0).effect().isChange());
    assertTrue(tablesOf(report).isEmpty());
  }

  private static List<String> tablesOf(UpgradeReport report) {
    return report.advice().stream()
        .flatMap(advice -> advice.commands().stream())
        .filter(command -> command.startsWith("nft "))
        .toList();
  }

  @Test
  void ownRulesStayAboveThoseOfLibvirt() {
    UpgradeReport report =
        Upgrade.between(
            iptables(LibvirtRelease.V9_0),
            iptables(LibvirtRelease.V12_8),
            UpgradeHost.builder().network(DEFAULT).existing(ipv4(PORT_FORWARD)).build());

    assertTrue(report.isUnchanged(), () -> UpgradeText.of(report));
  }
}
