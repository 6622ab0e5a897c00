package io.nwfilter.netfilter.host;

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
import io.nwfilter.netfilter.text.ScriptText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private static HostEvent script(String text) {
    return new HostEvent.ScriptRuns(
        "own.sh", ScriptText.read(TextSource.text(text, "own.sh"), List.of()));
  }

  private static String text(Host host, Family family) {
    return SaveText.write(host.ruleset(family));
  }

  private static Host after(HostEvent... events) {
    return Host.empty().after(events);
  }

  private static String refused(HostEvent... events) {
    HostEvent[] before = Arrays.copyOf(events, events.length - 1);
    Host host = after(before);
    return assertThrows(HostException.class, () -> host.after(events[before.length]))
        .diagnostic()
        .toString();
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

  /** What a shell says and goes on. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "iptables -D INPUT -p udp -j DROP ~ chain 'INPUT' has no such rule",
        "iptables -D INPUT -s 10.0.0.1,10.0.0.2 ~ chain 'INPUT' has no such rule",
        "iptables -N mine ~ there is already a chain 'mine'",
        "iptables -t nat -F mine ~ there is no chain 'mine' in table 'nat'",
        "iptables -t nat -X mine ~ there is no chain 'mine' in table 'nat'",
        "iptables -X mine ~ chain 'mine' is a base chain, is not empty, or has other chains jump to"
            + " it",
        "iptables -I INPUT 9 -j DROP ~ position 9 is beyond the end of chain 'INPUT', which has 2"
            + " rules",
        "iptables -D INPUT 9 ~ position 9 is beyond the end of chain 'INPUT', which has 2 rules",
      })
  void scriptsGoOnAfterAFailure(String line, String message) {
    String before = "iptables -N mine\niptables -A INPUT -j mine\niptables -A INPUT -s 10.0.0.1\n";
    Host host = after(script(before + line + "\niptables -P INPUT DROP\n"));
    Host ended = after(script(before + "set -e\n" + line + "\niptables -P INPUT DROP\n"));

    assertEquals(
        after(script(before + "iptables -P INPUT DROP\n")).ruleset(Family.IPV4),
        host.ruleset(Family.IPV4));
    assertEquals(
        List.of(
            "own.sh:4:1: warning: script-command-failed: the command fails, and the script goes on:"
                + " "
                + message),
        host.diagnostics().stream().map(Object::toString).toList());
    assertEquals(after(script(before)).ruleset(Family.IPV4), ended.ruleset(Family.IPV4));
    assertEquals(
        List.of(
            "own.sh:5:1: warning: script-command-failed: the command fails, and the script ends"
                + " here: "
                + message),
        ended.diagnostics().stream().map(Object::toString).toList());
  }

  @Test
  void whatIsSkippedIsTold() {
    assertEquals(
        List.of(
            "own.sh:2:1: warning: script-lines-skipped: skipped, as they change no rules: sysctl,"
                + " echo"),
        after(script("iptables -F\nsysctl -p\necho done\n")).diagnostics().stream()
            .map(Object::toString)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "iptables -A INPUT -j FORWARD ~ 'FORWARD' is a base chain, which no rule can jump to",
        "iptables -A INPUT -g INPUT ~ 'INPUT' is a base chain, which no rule can jump to",
        "iptables -A INPUT -j MASQUERADE ~ MASQUERADE is allowed only in table nat, not in table"
            + " filter",
        "iptables -t nat -A PREROUTING -j MASQUERADE ~ MASQUERADE is allowed only in POSTROUTING,"
            + " not in PREROUTING",
        "iptables -t nat -A INPUT -j DNAT --to-destination 10.0.0.1 ~ DNAT is allowed only in"
            + " PREROUTING, OUTPUT, not in INPUT",
        "iptables -t nat -A POSTROUTING -j DROP ~ DROP is allowed only in table filter, mangle,"
            + " raw, security, not in table nat",
        "iptables -t nat -P PREROUTING DROP ~ the policy of table nat cannot be DROP: it is not for"
            + " filtering",
        "ip6tables -t mangle -A FORWARD -j REJECT ~ REJECT is allowed only in table filter, not in"
            + " table mangle",
        "iptables -A INPUT -j REJECT --reject-with tcp-reset ~ REJECT --reject-with tcp-reset needs"
            + " -p tcp",
        "iptables -A INPUT ! -p tcp -j REJECT --reject-with tcp-reset ~ REJECT --reject-with"
            + " tcp-reset needs -p tcp",
        "iptables -t nat -A PREROUTING -j REDIRECT --to-ports 80 ~ a new port needs -p tcp or udp"
            + " or sctp or dccp or icmp",
        "iptables -A OUTPUT -i eth0 ~ -i is allowed only in INPUT, FORWARD, not in OUTPUT",
        "iptables -A INPUT -o eth0 ~ -o is allowed only in FORWARD, OUTPUT, not in INPUT",
        "iptables -A INPUT -m owner --uid-owner 0 ~ owner is allowed only in OUTPUT, not in INPUT",
        "iptables -A OUTPUT -m physdev --physdev-out vnet0 ~ physdev --physdev-out without"
            + " --physdev-is-bridged is allowed only in INPUT, FORWARD, not in OUTPUT",
        "iptables -A OUTPUT -m mac --mac-source 52:54:00:00:00:01 ~ mac is allowed only in INPUT,"
            + " FORWARD, not in OUTPUT",
        "iptables -A INPUT -m statistic --mode nth --every 3 ~ statistic --every needs statistic"
            + " --packet",
        "iptables -A INPUT -m addrtype --limit-iface-in ~ addrtype --limit-iface-in needs addrtype"
            + " --src-type or addrtype --dst-type",
        "iptables -A INPUT -j CT --notrack ~ CT is allowed only in table raw, not in table filter",
        "iptables -t mangle -A PREROUTING -j TPROXY --on-port 80 ~ TPROXY needs -p tcp or udp",
        "ebtables -A INPUT -o eth0 ~ -o is allowed only in FORWARD, OUTPUT, not in INPUT",
        "ebtables -t nat -A PREROUTING --logical-out br0 ~ --logical-out is allowed only in OUTPUT,"
            + " POSTROUTING, not in PREROUTING",
        "ebtables -t nat -A PREROUTING -j snat --to-src 52:54:00:00:00:01 ~ snat is allowed only in"
            + " POSTROUTING, not in PREROUTING",
        "ebtables -A INPUT -j redirect ~ redirect is allowed only in table nat, broute, not in"
            + " table filter",
        "ebtables -t nat -A PREROUTING -j arpreply --arpreply-mac 52:54:00:00:00:01 ~ arpreply"
            + " needs -p ARP",
      })
  void whatTheToolsRefuseIsRefused(String line, String message) {
    String tool = line.substring(0, line.indexOf(' '));

    assertEquals(
        "own.sh:2:1: error: rule-refused: " + tool + " does not take this: " + message,
        refused(script("iptables -F\n" + line + "\n")));
  }

  @ParameterizedTest
  @CsvSource({
    "iptables -t nat -A POSTROUTING -s 10.0.0.1 -j MASQUERADE",
    "iptables -t nat -A INPUT -j SNAT --to-source 10.0.0.1",
    "iptables -t nat -A PREROUTING ! -p tcp -j REDIRECT --to-ports 80",
    "iptables -A INPUT -j MARK --set-mark 1",
    "iptables -A OUTPUT -m physdev --physdev-out vnet0 --physdev-is-bridged",
    "iptables -t mangle -A POSTROUTING -m owner --uid-owner 0",
    "ebtables -t nat -P PREROUTING DROP",
    "ebtables -t nat -A PREROUTING -j dnat --to-dst 52:54:00:00:00:01 --dnat-target RETURN",
  })
  void whatTheToolsTakeIsTaken(String line) {
    assertEquals(List.of(), after(script(line)).diagnostics());
  }

  @Test
  void whatABaseChainLeadsToIsAsked() {
    String chain = "iptables -t nat -N mine\niptables -t nat -A mine -j MASQUERADE\n";
    String message =
        "error: rule-refused: iptables does not take this: MASQUERADE is allowed only in"
            + " POSTROUTING, but OUTPUT leads to chain 'mine'";

    assertEquals(
        List.of(), after(script(chain + "iptables -t nat -A POSTROUTING -j mine")).diagnostics());
    assertEquals(
        "own.sh:3:1: " + message, refused(script(chain + "iptables -t nat -A OUTPUT -j mine")));
    assertEquals(
        "own.sh:3:1: " + message,
        refused(
            script(
                """
                iptables -t nat -N mine
                iptables -t nat -A OUTPUT -j mine
                iptables -t nat -A mine -j MASQUERADE
                """)));
    assertEquals(
        List.of(),
        after(script("iptables -N mine\niptables -A mine -i eth0\niptables -A OUTPUT -j mine"))
            .diagnostics());
  }

  @Test
  void jumpsInACircleAreRefusedOnceABaseChainLeadsThere() {
    String circle =
        "iptables -N a\niptables -N b\niptables -A a -j b\niptables -A b -g a\niptables -N c\n";

    assertEquals(List.of(), after(script(circle)).diagnostics());
    assertEquals(
        "own.sh:6:1: error: rule-refused: iptables does not take this: the jumps from INPUT go in a"
            + " circle: a → b → a",
        refused(script(circle + "iptables -A INPUT -j a")));
    assertEquals(
        "own.sh:3:1: error: rule-refused: iptables does not take this: the jumps from INPUT go in a"
            + " circle: a → a",
        refused(script("iptables -N a\niptables -A INPUT -j a\niptables -A a -j a")));
  }

  @Test
  void jumpsGoNoDeeperThanTheKernelFollows() {
    StringBuilder chains = new StringBuilder();
    for (int i = 1; i <= 16; i++) {
      chains.append("iptables -N c%d\n".formatted(i));
    }
    for (int i = 1; i <= 15; i++) {
      chains.append("iptables -A c%d -j c%d\n".formatted(i, i + 1));
    }

    assertEquals(List.of(), after(script(chains + "iptables -A INPUT -j c2")).diagnostics());
    assertEquals(
        "own.sh:32:1: error: rule-refused: iptables does not take this: the jumps from INPUT lead"
            + " through more than 15 chains, down to 'c16'",
        refused(script(chains + "iptables -A INPUT -j c1")));
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
}
