package io.nwfilter.netfilter.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.difference.Difference;
import io.nwfilter.netfilter.difference.DifferenceText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an upgrade changes for packets, in few lines. */
class MeaningTextTest {

  private static CompileOptions options(LibvirtRelease release, FirewallBackend backend) {
    return CompileOptions.builder()
        .release(release)
        .networkBackend(backend)
        .library(StockFilters.library(release))
        .build();
  }

  private static UpgradeHost.Builder host() {
    return UpgradeHost.builder()
        .existing(TriedUpgrades.POLICIES)
        .network(
            Network.builder("default")
                .bridge("virbr0")
                .forward(ForwardMode.NAT)
                .address("10.0.0.1/24")
                .build());
  }

  private static FilterBinding binding(int number, String filter) {
    return FilterBinding.of(
        new InterfaceName("vnet" + number),
        MacAddress.parse("52:54:00:00:00:%02x".formatted(number)),
        FilterReference.of(
            filter, "IP", "10.0.0." + (100 + number), "GATEWAY_MAC", "52:54:00:00:00:fe"));
  }

  private static List<MeaningChange> meaning(UpgradeHost.Builder host) {
    return Upgrade.between(
            options(LibvirtRelease.V9_0, FirewallBackend.IPTABLES),
            options(LibvirtRelease.V12_8, FirewallBackend.NFTABLES),
            host.build())
        .meaning();
  }

  /** The lines without packets that show them. */
  private static List<String> lines(String text) {
    return text.lines().filter(line -> !line.startsWith(" ")).toList();
  }

  @Test
  void packetsOfTheHostAreFewLinesForEachInterface() {
    Difference difference = meaning(host()).get(1).difference();
    String text = MeaningText.of(difference);

    assertEquals(
        List.of(
            "- from-network ip (tcp or udp) to 10.0.0.0,10.0.0.3-10.0.0.254, also with VLAN 0,"
                + " from port others-virbr0",
            "- from-network ip (tcp or udp) from 10.0.0.0/24 to"
                + " != 10.0.0.1-10.0.0.255,198.51.100.1,198.51.100.255,224.0.0.1,255.255.255.255,"
                + " also with VLAN 0, from port others-virbr0"),
        lines(text).subList(0, 2));
    assertEquals(
        List.of(
            "and %d more kinds of packets from port others-virbr0"
                .formatted(difference.changes().size() - 4 - 2),
            "- from-network at others-virbr0 state related, from interface outside",
            "- from-network at others-virbr0 state established, from interface outside"),
        lines(text).subList(4, 7));
    assertEquals(7, lines(text).size(), text);
    assertEquals(
        List.of(
            "before: let through by iptables, table filter, chain LIBVIRT_FWX, rule 1",
            "before: let through by iptables, table filter, chain LIBVIRT_FWO, rule 1"),
        text.lines().map(String::strip).filter(line -> line.startsWith("before: ")).toList(),
        "a packet for each rule that decides");
  }

  @Test
  void packetsThatOtherRulesDecideOnAreShown() {
    Difference difference =
        meaning(host().binding(binding(1, "clean-traffic"))).get(0).difference();

    assertEquals(
        List.of(
            "now: dropped by the policy of iptables, table filter, chain FORWARD",
            "now: dropped by ebtables, table nat, chain libvirt-I-vnet1, rule 8"),
        MeaningText.of(difference)
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("now: "))
            .toList());
  }

  @Test
  void whatIsShortStaysAsItIs() {
    Difference all = meaning(host()).get(1).difference();
    Difference few =
        new Difference(List.of(all.changes().get(0)), Optional.of("it takes too long"));

    assertEquals(DifferenceText.of(few), MeaningText.of(few));
    assertEquals("", MeaningText.of(new Difference(List.of(), Optional.empty())));
  }

  @Test
  void guestsOnTheSameHostDoNotMatterForEachOther() {
    List<MeaningChange> alone = meaning(host().binding(binding(1, "clean-traffic")));
    UpgradeHost.Builder crowded = host().binding(binding(1, "clean-traffic"));
    for (int number = 2; number < 6; number++) {
      crowded.binding(
          binding(number, number % 2 == 0 ? "no-ip-spoofing" : "clean-traffic-gateway"));
    }
    List<MeaningChange> together = meaning(crowded);

    assertEquals(
        List.of(
            "vnet1",
            "host",
            "vnet2, and with rules of the same form vnet4",
            "vnet3, and with rules of the same form vnet5"),
        together.stream().map(MeaningChange::subjects).toList());
    assertEquals(texts(alone), texts(together.subList(0, 2)));
    assertTrue(
        together.stream().allMatch(change -> change.difference().undecided().isEmpty()),
        "all is decided");
  }

  /**
   * The guest of such a network is named by a number, which depends on how many guests there are.
   */
  @Test
  void bridgesMayHaveLongNames() {
    List<MeaningChange> meaning =
        meaning(
            host()
                .network(
                    Network.builder("long")
                        .bridge("a-long-bridge")
                        .forward(ForwardMode.NAT)
                        .address("10.0.7.1/24")
                        .build())
                .binding(binding(1, "no-ip-spoofing")));

    assertEquals(
        List.of("vnet1", "host", "network 'long'"),
        meaning.stream().map(MeaningChange::subjects).toList());
  }

  private static List<String> texts(List<MeaningChange> meaning) {
    return meaning.stream()
        .map(change -> change.subject() + ":\n" + DifferenceText.of(change.difference()))
        .collect(Collectors.toList());
  }
}
