package io.nwfilter.netfilter.host;

import static io.nwfilter.netfilter.host.Events.after;
import static io.nwfilter.netfilter.host.Events.refused;
import static io.nwfilter.netfilter.host.Events.script;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.host.HostEvent.Daemon;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each event does to whole tables, and which events cannot happen. */
class HostEventsTest {

  private static final CompiledNetwork LAB =
      FilterCompiler.compile(
          Network.builder("lab").bridge("brL").address("10.0.1.1/24").build(),
          CompileOptions.builder().release(LibvirtRelease.V0_8).build());
  private static final CompiledNetwork OPEN =
      FilterCompiler.compile(
          Network.builder("open")
              .bridge("brO")
              .forward(ForwardMode.OPEN)
              .address("10.0.3.1/24")
              .build());
  private static final CompiledInterface VNET0 = compiled("vnet0");
  private static final CompiledInterface VNET1 = compiled("vnet1");
  private static final CompiledDomain GUEST =
      new CompiledDomain("guest", Map.of(), List.of(VNET0, VNET1), List.of(), SourceLocation.NONE);

  private static final String LAB_RULES =
      """
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      -A INPUT -i brL -p udp -m udp --dport 53 -j ACCEPT
      -A INPUT -i brL -p tcp -m tcp --dport 53 -j ACCEPT
      -A INPUT -i brL -p udp -m udp --dport 67 -j ACCEPT
      -A INPUT -i brL -p tcp -m tcp --dport 67 -j ACCEPT
      -A FORWARD -i brL -o brL -j ACCEPT
      -A FORWARD -o brL -j REJECT --reject-with icmp-port-unreachable
      -A FORWARD -i brL -j REJECT --reject-with icmp-port-unreachable
      COMMIT
      """;
  private static final String NO_RULES =
      """
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      COMMIT
      """;
  private static final String NO_FRAMES =
      """
      *nat
      :PREROUTING ACCEPT
      :OUTPUT ACCEPT
      :POSTROUTING ACCEPT
      COMMIT
      """;

  private static CompiledInterface compiled(String name) {
    Filter filter =
        Filter.builder("quiet")
            .rule(
                io.nwfilter.core.filter.Rule.drop(
                    io.nwfilter.core.filter.Direction.OUT, io.nwfilter.core.attribute.Protocol.ARP))
            .build();
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName(name),
            MacAddress.parse("52:54:00:00:00:01"),
            FilterReference.of("quiet")),
        CompileOptions.with(filter));
  }

  private static String text(Host host, Family family) {
    return SaveText.write(host.ruleset(family));
  }

  @Test
  void networksOfAnOldReleaseAreInTheBaseChains() {
    Host host = after(HostEvent.starts(LAB));

    assertEquals(LAB_RULES, text(host, Family.IPV4));
    assertEquals(List.of(LAB), host.networks());
    Host stopped = host.after(new HostEvent.NetworkStops("lab"));
    assertEquals(NO_RULES, text(stopped, Family.IPV4));
    assertEquals(List.of(), stopped.networks());
  }

  @Test
  void networksWithoutRulesRun() {
    Host host = after(HostEvent.starts(OPEN));

    assertEquals(List.of(OPEN), host.networks());
    assertEquals(Ruleset.empty(Family.IPV4), host.ruleset(Family.IPV4));
    assertEquals(List.of(), host.after(new HostEvent.NetworkStops("open")).networks());
  }

  @Test
  void machinesHaveAllTheirInterfaces() {
    Host host = after(HostEvent.starts(GUEST));

    assertEquals(
        """
        *nat
        :PREROUTING ACCEPT
        :OUTPUT ACCEPT
        :POSTROUTING ACCEPT
        :libvirt-I-vnet0 ACCEPT
        :libvirt-I-vnet1 ACCEPT
        -A PREROUTING -i vnet0 -j libvirt-I-vnet0
        -A PREROUTING -i vnet1 -j libvirt-I-vnet1
        -A libvirt-I-vnet0 -p ARP -j DROP
        -A libvirt-I-vnet1 -p ARP -j DROP
        COMMIT
        """,
        text(host, Family.BRIDGE));
    assertEquals(List.of("guest"), host.machines());
    assertEquals(List.of(VNET0, VNET1), host.interfaces());
    Host stopped = host.after(new HostEvent.MachineStops("guest"));
    assertEquals(NO_FRAMES, text(stopped, Family.BRIDGE));
    assertEquals(List.of(), stopped.machines());
    assertEquals(List.of(), stopped.interfaces());
  }

  @Test
  void aMachineStopsWithoutAnInterfaceThatWasUnbound() {
    Host host =
        after(HostEvent.starts(GUEST), new HostEvent.InterfaceStops(new InterfaceName("vnet0")));

    assertEquals(List.of(VNET1), host.interfaces());
    assertEquals(List.of("guest"), host.machines());
    assertEquals(NO_FRAMES, text(host.after(new HostEvent.MachineStops("guest")), Family.BRIDGE));
  }

  @Test
  void machinesWithoutAFilterRun() {
    CompiledDomain plain =
        new CompiledDomain(
            "plain", Map.of(), List.of(), List.of(), new SourceLocation("plain.xml", 1, 1));
    Host host = after(HostEvent.starts(plain));

    assertEquals(List.of("plain"), host.machines());
    assertEquals(List.of(), host.after(new HostEvent.MachineStops("plain")).machines());
    assertEquals(
        "plain.xml:1:1: error: impossible-event: machine 'plain' runs already",
        refused(HostEvent.starts(plain), HostEvent.starts(plain)));
  }

  private static String withoutPlace(String diagnostic) {
    return diagnostic.substring(diagnostic.indexOf("error: "));
  }

  @Test
  void whatRunsAlreadyStops() {
    Host before = after(HostEvent.starts(LAB), HostEvent.starts(GUEST));
    Host known =
        Host.of(before.ruleset(Family.IPV4), before.ruleset(Family.BRIDGE))
            .withRunning(List.of(LAB, GUEST));

    assertEquals(List.of("guest"), known.machines());
    Host stopped =
        known.after(new HostEvent.MachineStops("guest"), new HostEvent.NetworkStops("lab"));
    assertEquals(NO_RULES, text(stopped, Family.IPV4));
    assertEquals(NO_FRAMES, text(stopped, Family.BRIDGE));
  }

  /** iptables-save prints options of one extension in an order of its own. */
  @Test
  void theOrderOfOptionsDoesNotMatter() {
    Ruleset dump =
        SaveText.read(
            Family.IPV4,
            TextSource.text(
                """
                *filter
                :FORWARD ACCEPT [0:0]
                -A FORWARD -m physdev --physdev-is-bridged --physdev-out vnet9 -j DROP
                -A FORWARD -p tcp -m tcp --sport 1 --dport 2 -j DROP
                COMMIT
                """,
                "dump"));

    Host host =
        Host.of(dump)
            .after(
                script(
                    "iptables -D FORWARD -m physdev --physdev-out vnet9 --physdev-is-bridged -j"
                        + " DROP\niptables -D FORWARD -p tcp --dport 2 --sport 1 -j DROP"));
    assertEquals(NO_RULES, text(host, Family.IPV4));
  }

  @Test
  void restoredTablesAreReplacedAndOthersAreKept() {
    Ruleset nat =
        SaveText.read(
            Family.IPV4,
            TextSource.text(
                "*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -o eth0 -j MASQUERADE\nCOMMIT\n",
                "nat"));
    Host host =
        after(
            HostEvent.starts(LAB),
            script("iptables -t nat -A PREROUTING -p udp -j ACCEPT"),
            new HostEvent.RulesRestored(nat, SourceLocation.NONE));

    assertEquals(LAB_RULES, text(host, Family.IPV4).substring(0, LAB_RULES.length()));
    assertEquals(nat.table("nat"), host.ruleset(Family.IPV4).table("nat"));
  }

  @ParameterizedTest
  @EnumSource(names = {"RESTARTS", "RELOADS", "FIREWALLD_RELOADS"})
  void rulesAreAddedAgain(Daemon event) {
    Host flushed =
        after(
            HostEvent.starts(LAB),
            HostEvent.starts(VNET0),
            script("iptables -F\nebtables -t nat -F\nebtables -t nat -X"));

    assertEquals(NO_RULES, text(flushed, Family.IPV4));
    assertEquals(NO_FRAMES, text(flushed, Family.BRIDGE));
    assertEquals(LAB_RULES, text(flushed.after(event), Family.IPV4));
    assertEquals(
        text(after(HostEvent.starts(VNET0)), Family.BRIDGE),
        text(flushed.after(event), Family.BRIDGE));
  }

  @Test
  void firewalldKeepsPoliciesAndNothingElse() {
    Host host =
        after(
            script(
                """
                iptables -P INPUT DROP
                iptables -N mine
                iptables -A INPUT -j mine
                ip6tables -A INPUT -p udp -j DROP
                ebtables -A FORWARD -p ARP -j DROP
                """),
            Daemon.FIREWALLD_RELOADS);

    assertEquals(NO_RULES.replace("INPUT ACCEPT", "INPUT DROP"), text(host, Family.IPV4));
    assertEquals(NO_RULES, text(host, Family.IPV6));
    assertEquals(
        "*filter\n:INPUT ACCEPT\n:FORWARD ACCEPT\n:OUTPUT ACCEPT\nCOMMIT\n",
        text(host, Family.BRIDGE));
  }

  @Test
  void firewalldReloadsWithoutLibvirt() {
    Host host = after(HostEvent.starts(LAB), Daemon.STOPS, Daemon.FIREWALLD_RELOADS);

    assertEquals(NO_RULES, text(host, Family.IPV4));
    assertEquals(LAB_RULES, text(host.after(Daemon.STARTS), Family.IPV4));
  }

  @Test
  void oneOfTwoProgramsLosesItsUpdateOfATable() {
    HostEvent own =
        script(
            """
            iptables -A INPUT -p udp -j DROP
            iptables -t nat -A PREROUTING -p udp -j ACCEPT
            ip6tables -A INPUT -p udp -j DROP
            """);
    Host host = after(new HostEvent.Overlap(own, HostEvent.starts(LAB)));

    assertEquals(LAB_RULES, text(host, Family.IPV4).substring(0, LAB_RULES.length()));
    assertEquals(
        after(own).ruleset(Family.IPV4).table("nat"), host.ruleset(Family.IPV4).table("nat"));
    assertEquals(after(own).ruleset(Family.IPV6), host.ruleset(Family.IPV6));
    assertEquals(List.of(LAB), host.networks());
    Host reversed = after(new HostEvent.Overlap(HostEvent.starts(LAB), own));
    assertEquals(after(own).ruleset(Family.IPV4), reversed.ruleset(Family.IPV4));
    assertEquals(List.of(LAB), reversed.networks());
  }

  @Test
  void theDaemonStartsOnceAndStopsOnce() {
    String running = "error: impossible-event: libvirt is running already";
    String stopped = "error: impossible-event: libvirt is not running";

    assertEquals(running, withoutPlace(refused(Daemon.STARTS, Daemon.STARTS)));
    assertEquals(running, withoutPlace(refused(HostEvent.starts(LAB), Daemon.STARTS)));
    assertEquals(running, withoutPlace(refused(Daemon.RESTARTS, Daemon.STARTS)));
    assertEquals(stopped, withoutPlace(refused(Daemon.STOPS, Daemon.STOPS)));
    assertEquals(stopped, withoutPlace(refused(Daemon.STOPS, Daemon.RELOADS)));
    for (HostEvent event :
        List.of(
            HostEvent.starts(LAB),
            HostEvent.starts(GUEST),
            HostEvent.starts(VNET0),
            new HostEvent.NetworkStops("lab"),
            new HostEvent.MachineStops("guest"),
            new HostEvent.InterfaceStops(new InterfaceName("vnet0")))) {
      assertEquals(stopped, withoutPlace(refused(Daemon.STOPS, event)));
    }
  }

  @Test
  void onlyWhatRunsStops() {
    assertEquals(
        "error: impossible-event: no network 'lab' is running",
        withoutPlace(refused(new HostEvent.NetworkStops("lab"))));
    assertEquals(
        "error: impossible-event: no machine 'guest' is running",
        withoutPlace(refused(new HostEvent.MachineStops("guest"))));
    assertEquals(
        "error: impossible-event: no interface 'vnet0' has a filter",
        withoutPlace(refused(new HostEvent.InterfaceStops(new InterfaceName("vnet0")))));
  }

  @Test
  void aNetworkDoesNotStartBesideOneOfItsSubnet() {
    CompiledNetwork other =
        FilterCompiler.compile(
            Network.builder("other").bridge("brX").address("10.0.1.7/24").build(),
            CompileOptions.builder().release(LibvirtRelease.V0_8).build());

    assertEquals(
        "error: network-conflict: libvirt does not start network 'other': network 'lab', at"
            + " network 'lab', has the subnet of 10.0.1.7/24",
        withoutPlace(refused(HostEvent.starts(LAB), HostEvent.starts(other))));
    assertEquals(
        List.of(other),
        after(HostEvent.starts(LAB), new HostEvent.NetworkStops("lab"), HostEvent.starts(other))
            .networks());
  }

  @Test
  void onlyWhatDoesNotRunStarts() {
    assertEquals(
        "error: impossible-event: network 'lab' is running already",
        withoutPlace(refused(HostEvent.starts(LAB), HostEvent.starts(LAB))));
    assertEquals(
        "error: impossible-event: machine 'guest' runs already",
        withoutPlace(refused(HostEvent.starts(GUEST), HostEvent.starts(GUEST))));
    assertEquals(
        "error: impossible-event: interface 'vnet1' has a filter already",
        withoutPlace(refused(HostEvent.starts(VNET1), HostEvent.starts(GUEST))));
  }

  @Test
  void dumpsThatNoKernelHasAreRefused() {
    String circle =
        """
        *filter
        :INPUT ACCEPT [0:0]
        :a - [0:0]
        %s
        -A a -j a
        COMMIT
        """;
    Ruleset unreached =
        SaveText.read(Family.IPV4, TextSource.text(circle.formatted("-A INPUT -j ACCEPT"), "d"));
    Ruleset reached =
        SaveText.read(Family.IPV4, TextSource.text(circle.formatted("-A INPUT -j a"), "d"));
    Ruleset misplaced =
        SaveText.read(
            Family.IPV4,
            TextSource.text(
                "*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -i eth0 -j DROP\nCOMMIT\n", "d"));

    assertEquals(unreached, Host.of(unreached).ruleset(Family.IPV4));
    assertEquals(misplaced, Host.of(misplaced).ruleset(Family.IPV4)); // nft may have loaded it
    assertEquals(
        "d:5:1: error: rule-refused: iptables does not take this: the jumps from INPUT go in a"
            + " circle: a → a",
        assertThrows(HostException.class, () -> Host.of(reached)).diagnostic().toString());
    assertEquals(
        "d:3:1: error: rule-refused: iptables does not take this: -i is allowed only in PREROUTING,"
            + " INPUT, not in OUTPUT",
        refused(new HostEvent.RulesRestored(misplaced, SourceLocation.NONE)));
  }

  @Test
  void aRefusedEventChangesNothing() {
    Host host = after(HostEvent.starts(LAB), HostEvent.starts(VNET1));

    assertThrows(HostException.class, () -> host.after(HostEvent.starts(GUEST)));
    assertEquals(List.of(VNET1), host.interfaces());
    assertEquals(text(after(HostEvent.starts(VNET1)), Family.BRIDGE), text(host, Family.BRIDGE));
  }

  @Test
  void oneRulesetForEachFamily() {
    Ruleset rules = Ruleset.empty(Family.IPV6);

    assertEquals(
        "two rulesets of ip6tables",
        assertThrows(IllegalArgumentException.class, () -> Host.of(rules, rules)).getMessage());
  }

  @Test
  void machinesNeedTheirNetworks() {
    SourceLocation place = new SourceLocation("guest.xml", 4, 5);
    CompiledDomain guest =
        new CompiledDomain("guest", Map.of("away", place), List.of(), List.of(), place);

    assertEquals(
        List.of(
            "guest.xml:4:5: warning: network-not-running: machine 'guest' is connected to network"
                + " 'away', which has not been started here: libvirt starts no machine without its"
                + " networks"),
        Host.empty().after(HostEvent.starts(guest)).diagnostics().stream()
            .map(Diagnostic::toString)
            .toList());
  }

  /** A machine that is first in the list starts after its network all the same. */
  @Test
  void documentsStartNetworksFirst() {
    CompiledDomain guest =
        new CompiledDomain(
            "guest",
            Map.of("lab", SourceLocation.NONE),
            List.of(VNET0),
            List.of(),
            SourceLocation.NONE);
    Host host = Host.empty().afterStarting(List.of(guest, VNET1, LAB));

    assertEquals(
        Host.empty()
            .after(HostEvent.starts(LAB), HostEvent.starts(guest), HostEvent.starts(VNET1))
            .rules(),
        host.rules());
    assertEquals(List.of(VNET0, VNET1), host.interfaces());
    assertEquals(List.of("guest"), host.machines());
    assertEquals(List.of(), host.diagnostics());
  }
}
