package io.nwfilter.netfilter.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.host.HostEvent.Daemon;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.ScriptText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The cases that were seen on a host with libvirt 9.0.0. */
class HostTest {

  private static final CompiledNetwork ISOLATED = network("B", null, 2);
  private static final CompiledNetwork NAT = network("A", ForwardMode.NAT, 1);

  private static CompiledNetwork network(String name, ForwardMode mode, int number) {
    Network.Builder builder =
        Network.builder(name).bridge("br" + name).address("10.0." + number + ".1/24");
    if (mode != null) {
      builder.forward(mode);
    }
    return FilterCompiler.compile(builder.build());
  }

  private static CompiledInterface machine(String name) {
    Filter filter =
        Filter.builder("web")
            .rule(
                Rule.accept(
                        io.nwfilter.core.filter.Direction.IN,
                        io.nwfilter.core.attribute.Protocol.TCP)
                    .toPort(22))
            .build();
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName(name),
            MacAddress.parse("52:54:00:00:00:01"),
            FilterReference.of("web")),
        CompileOptions.builder().library(FilterLibrary.of(List.of(filter))).build());
  }

  private static HostEvent script(String text) {
    return new HostEvent.ScriptRuns(
        "script", ScriptText.read(TextSource.text(text, "script"), List.of()));
  }

  /** The rules of the base chains of IPv4's table filter, and all rules of some chains. */
  private static String filter(Host host, String... chains) {
    return SaveText.write(host.ruleset(Family.IPV4))
        .lines()
        .dropWhile(line -> !line.equals("*filter"))
        .takeWhile(line -> !line.equals("COMMIT"))
        .filter(
            line ->
                line.matches("-A (INPUT|FORWARD|OUTPUT) .*")
                    || List.of(chains).stream().anyMatch(c -> line.startsWith("-A " + c + " ")))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void theFirstNetworkMakesChainsAndTheLaterOneStandsFirst() {
    Host host =
        Host.empty()
            .after(
                script("iptables -A INPUT -i lo -j ACCEPT\niptables -A FORWARD -p icmp -j DROP\n"),
                Daemon.STARTS,
                HostEvent.starts(ISOLATED),
                HostEvent.starts(NAT));

    assertEquals(
        """
        -A INPUT -j LIBVIRT_INP
        -A INPUT -i lo -j ACCEPT
        -A FORWARD -j LIBVIRT_FWX
        -A FORWARD -j LIBVIRT_FWI
        -A FORWARD -j LIBVIRT_FWO
        -A FORWARD -p icmp -j DROP
        -A OUTPUT -j LIBVIRT_OUT
        -A LIBVIRT_FWX -i brA -o brA -j ACCEPT
        -A LIBVIRT_FWX -i brB -o brB -j ACCEPT\
        """,
        filter(host, "LIBVIRT_FWX"));
  }

  @Test
  void startingTheDaemonAloneChangesNothing() {
    assertEquals("", filter(Host.empty().after(Daemon.STARTS)));
  }

  @Test
  void afterAFlushANetworksRulesAreDeadUntilARestart() {
    Host flushed =
        Host.empty()
            .after(HostEvent.starts(ISOLATED), script("iptables -F"), HostEvent.starts(NAT));

    assertEquals("-A LIBVIRT_FWX -i brA -o brA -j ACCEPT", filter(flushed, "LIBVIRT_FWX"));
    assertEquals(
        List.of(HostCode.CHAIN_NOT_ENTERED),
        flushed.diagnostics().stream().map(said -> said.code()).distinct().toList());
    assertEquals(
        """
        -A INPUT -j LIBVIRT_INP
        -A FORWARD -j LIBVIRT_FWX
        -A FORWARD -j LIBVIRT_FWI
        -A FORWARD -j LIBVIRT_FWO
        -A OUTPUT -j LIBVIRT_OUT
        -A LIBVIRT_FWX -i brA -o brA -j ACCEPT
        -A LIBVIRT_FWX -i brB -o brB -j ACCEPT\
        """,
        filter(flushed.after(Daemon.RESTARTS), "LIBVIRT_FWX"));
  }

  @Test
  void withoutItsChainsANetworkCannotStart() {
    Host deleted =
        Host.empty().after(HostEvent.starts(ISOLATED), script("iptables -F\niptables -X"));

    HostException thrown =
        assertThrows(HostException.class, () -> deleted.after(HostEvent.starts(NAT)));
    assertEquals(HostCode.CHAINS_DELETED, thrown.diagnostic().code());
    assertEquals("", filter(deleted.after(Daemon.RELOADS)));
  }

  @Test
  void eachNewInterfacePutsItsJumpsFirst() {
    Host host =
        Host.empty()
            .after(
                HostEvent.starts(machine("vnet0")),
                HostEvent.starts(ISOLATED),
                script("iptables -I FORWARD -p sctp -j DROP"),
                HostEvent.starts(machine("vnet1")));

    assertEquals(
        """
        -A INPUT -j libvirt-host-in
        -A INPUT -j LIBVIRT_INP
        -A FORWARD -j libvirt-in
        -A FORWARD -j libvirt-out
        -A FORWARD -j libvirt-in-post
        -A FORWARD -p sctp -j DROP
        -A FORWARD -j LIBVIRT_FWX
        -A FORWARD -j LIBVIRT_FWI
        -A FORWARD -j LIBVIRT_FWO
        -A OUTPUT -j LIBVIRT_OUT
        -A libvirt-in-post -m physdev --physdev-in vnet0 -j ACCEPT
        -A libvirt-in-post -m physdev --physdev-in vnet1 -j ACCEPT\
        """,
        filter(host, "libvirt-in-post"));
  }

  @Test
  void whatComesBeforeAndDecidesDifferentlyIsTold() {
    Host host =
        Host.empty()
            .after(
                script(
                    """
                    iptables -A INPUT -i brB -p udp --dport 53 -j DROP
                    iptables -A INPUT -p udp -j DROP
                    iptables -A INPUT -p tcp --dport 80 -j DROP
                    """),
                HostEvent.starts(ISOLATED));

    assertEquals(
        List.of(
            "INPUT 2 by LIBVIRT_INP 1 wholly true",
            "INPUT 3 by LIBVIRT_INP 1 wholly false",
            "INPUT 3 by LIBVIRT_INP 3 wholly false"),
        overruled(host));
  }

  @Test
  void whatWasDecidedAlikeBeforeIsNotOverruled() {
    Host host =
        Host.empty()
            .after(
                HostEvent.starts(NAT),
                script(
                    """
                    iptables -A FORWARD -s 10.0.1.0/24 -i brA -j ACCEPT
                    iptables -A FORWARD -d 10.0.1.0/24 -o brA -m state --state RELATED,ESTABLISHED \
                    -j ACCEPT
                    iptables -A FORWARD -d 10.0.1.9/32 -o brA -j ACCEPT
                    """
                        .replace("\\\n", "")));

    assertEquals(List.of("FORWARD 6 by LIBVIRT_FWI 2 wholly true"), overruled(host));
  }

  @Test
  void whatReturnsLeadsPastTheRest() {
    Host host =
        Host.empty()
            .after(
                HostEvent.starts(NAT),
                script(
                    "iptables -t nat -A POSTROUTING -s 10.0.1.0/24 -p udp -j SNAT --to 192.0.2.1"));

    assertEquals(
        List.of(
            "POSTROUTING 2 by LIBVIRT_PRT 4 wholly false",
            "POSTROUTING 2 by LIBVIRT_PRT 5 wholly false"),
        overruled(host));
  }

  @Test
  void aRuleIsReplacedByItsNumber() {
    Host host =
        Host.empty()
            .after(
                script(
                    """
                    iptables -A INPUT -p tcp --dport 22 -j ACCEPT
                    iptables -A INPUT -p udp -j DROP
                    iptables -R INPUT 2 -p udp -m udp --dport 53 -j ACCEPT
                    iptables -R INPUT 1 -p tcp --dport 2222 -j ACCEPT
                    iptables -S
                    """));

    assertEquals(
        """
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        -A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT
        -A INPUT -p udp -m udp --dport 53 -j ACCEPT
        COMMIT
        """,
        SaveText.write(host.ruleset(Family.IPV4)));
  }

  @Test
  void policiesAreOverruledWhereLibvirtAccepts() {
    Host host =
        Host.empty()
            .after(
                script(
                    """
                    iptables -P INPUT DROP
                    iptables -P FORWARD DROP
                    iptables -P OUTPUT ACCEPT
                    """),
                HostEvent.starts(ISOLATED),
                script("iptables -I INPUT -i brB -p udp --dport 53 -j ACCEPT"));

    assertEquals(
        List.of(
            "filter INPUT by LIBVIRT_INP 2, LIBVIRT_INP 3, LIBVIRT_INP 4",
            "filter FORWARD by LIBVIRT_FWX 1"),
        host.overruledPolicies().stream()
            .map(
                each ->
                    each.table()
                        + " "
                        + each.chain()
                        + " by "
                        + each.by().stream()
                            .map(placed -> placed.chain() + " " + placed.position())
                            .collect(Collectors.joining(", ")))
            .toList());
  }

  private static List<String> overruled(Host host) {
    return host.overruled().stream()
        .map(
            each ->
                each.rule().chain()
                    + " "
                    + each.rule().position()
                    + " by "
                    + each.by().chain()
                    + " "
                    + each.by().position()
                    + " wholly "
                    + each.wholly())
        .toList();
  }

  @Test
  void whatLibvirtMakesCanBeTakenAwayFromADump() {
    Host own =
        Host.of(
            SaveText.read(
                Family.IPV4,
                TextSource.text(
                    """
                    *filter
                    :INPUT DROP [0:0]
                    :FORWARD ACCEPT [0:0]
                    :OUTPUT ACCEPT [0:0]
                    :own - [0:0]
                    -A INPUT -i lo -j ACCEPT
                    -A FORWARD -j own
                    -A own -s 192.0.2.1/32 -j DROP
                    COMMIT
                    """,
                    "own")));
    Host running =
        own.after(
            HostEvent.starts(NAT), HostEvent.starts(ISOLATED), HostEvent.starts(machine("vnet0")));
    Host dumped =
        Host.of(List.of(Family.values()).stream().map(running::ruleset).toList())
            .with(
                FilterCompiler.compile(
                        NAT.network(),
                        CompileOptions.builder()
                            .release(LibvirtRelease.V12_8)
                            .networkBackend(FirewallBackend.NFTABLES)
                            .build())
                    .nftables());

    Host left = dumped.withRunning(List.of(NAT, ISOLATED, machine("vnet0"))).withoutLibvirt();

    assertEquals(own.ruleset(Family.IPV4), left.ruleset(Family.IPV4));
    assertEquals(List.of(), left.nftables().tables());
    assertEquals(List.of(), left.networks());
  }
}
