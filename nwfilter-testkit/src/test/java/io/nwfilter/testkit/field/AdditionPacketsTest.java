package io.nwfilter.testkit.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.addition.LogTarget;
import io.nwfilter.netfilter.addition.Logging;
import io.nwfilter.netfilter.addition.Traffic;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.kernel.Command;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.testkit.kernel.RestoreTexts;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Real packets that no rule decides, bridged between two namespaces and to the host: what a default
 * policy drops, and what is logged of it.
 */
@ExtendWith(NetworkNamespaceExtension.class)
class AdditionPacketsTest {

  /** No rule is about this port. */
  private static final int UNDECIDED = 9999;

  /** A rule accepts this port, in both directions and both layers. */
  private static final int ACCEPTED = 9998;

  /** What lets namespaces other than the first write into the kernel's log (Linux: netfilter). */
  private static final String LOG_ALL = "/proc/sys/net/netfilter/nf_log_all_netns";

  private static final long WAIT_MILLIS = 5_000;

  private static final String GUEST = "10.9.0.2";
  private static final String NEIGHBOUR = "10.9.0.3";
  private static final String HOST = "10.9.0.1";
  private static final String GUEST_IPV6 = "fd00:9::2";
  private static final String NEIGHBOUR_IPV6 = "fd00:9::3";

  private final NetworkNamespace guest = NetworkNamespace.create();
  private final NetworkNamespace neighbour = NetworkNamespace.create();

  @BeforeEach
  void connect(NetworkNamespace host) {
    run(host, "ip link add br0 type bridge");
    run(host, "ip addr add " + HOST + "/24 dev br0");
    run(host, "ip link set br0 up");
    link(host, "vnet4", guest, GUEST, GUEST_IPV6);
    link(host, "vnet5", neighbour, NEIGHBOUR, NEIGHBOUR_IPV6);
    for (NetworkNamespace end : ImmutableList.of(guest, neighbour, host)) {
      for (int port : new int[] {UNDECIDED, ACCEPTED}) {
        run(end, "iptables -A INPUT -p udp --dport " + port);
        run(end, "ip6tables -A INPUT -p udp --dport " + port);
      }
    }
    set(host, "bridge/bridge-nf-call-iptables");
    set(host, "bridge/bridge-nf-call-ip6tables");
  }

  @AfterEach
  void close(NetworkNamespace host) {
    host.flush();
    ImmutableList.of("br0", "vnet4", "vnet5").forEach(host::deleteLink);
    ImmutableList.of(guest, neighbour).forEach(NetworkNamespace::close);
  }

  private static void link(
      NetworkNamespace host, String device, NetworkNamespace end, String ipv4, String ipv6) {
    run(host, "ip link add " + device + " type veth peer name eth0 netns " + end.name());
    run(host, "ip link set " + device + " master br0");
    run(host, "ip link set " + device + " up");
    run(end, "ip addr add " + ipv4 + "/24 dev eth0");
    run(end, "ip addr add " + ipv6 + "/64 dev eth0 nodad");
    run(end, "ip link set eth0 up");
  }

  private static void set(NetworkNamespace namespace, String setting) {
    String command = "echo 1 > /proc/sys/net/" + setting;
    assertTrue(namespace.exec("", "sh", "-c", command).succeeded(), command);
  }

  private static Filter filter() {
    Filter.Builder filter =
        Filter.builder("addition")
            .include("allow-arp")
            .rule(Rule.accept(Direction.INOUT, Protocol.ICMPV6));
    for (Direction direction : ImmutableList.of(Direction.IN, Direction.OUT)) {
      filter
          .rule(Rule.accept(direction, Protocol.UDP).toPort(ACCEPTED))
          .rule(Rule.accept(direction, Protocol.UDP_IPV6).toPort(ACCEPTED))
          .rule(
              Rule.accept(direction, Protocol.IP)
                  .whereText(Attributes.PROTOCOL, "udp")
                  .toPort(ACCEPTED));
    }
    return filter.build();
  }

  private static void install(NetworkNamespace host, CompileOptions.Builder options) {
    CompileOptions added = CompileOptions.with(filter());
    CompiledHost rules =
        new CompiledHost(
            ImmutableList.of(
                FilterCompiler.compile(
                    FilterBinding.of(
                        new InterfaceName("vnet4"),
                        MacAddress.parse("52:54:00:9f:80:45"),
                        FilterReference.of("addition")),
                    options.library(added.library()).build())));
    host.load(
        new RestoreTexts(
            rules.text(Family.IPV4), rules.text(Family.IPV6), rules.text(Family.BRIDGE)));
  }

  private static CompileOptions.Builder dropping(Traffic... traffic) {
    return CompileOptions.builder().dropUndecided(traffic);
  }

  /** One way that packets go. */
  private record Way(NetworkNamespace from, NetworkNamespace to, String address, String tool) {

    void send(int port) {
      from.exec("", "bash", "-c", "echo x > /dev/udp/" + address + "/" + port);
    }

    long arrived(int port) {
      return count(to, tool + "-save -c", "\\[(\\d+):\\d+] -A INPUT -p udp .*--dport " + port);
    }
  }

  /** Sends what no rule decides, then what a rule accepts, and waits until that has arrived. */
  private static long undecidedArrived(Way way) {
    long undecided = way.arrived(UNDECIDED);
    long accepted = way.arrived(ACCEPTED);
    way.send(UNDECIDED);
    way.send(ACCEPTED);
    await(() -> way.arrived(ACCEPTED) > accepted);
    return way.arrived(UNDECIDED) - undecided;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + WAIT_MILLIS * 1_000_000;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "what is waited for does not happen");
    }
  }

  private Way toGuest() {
    return new Way(neighbour, guest, GUEST, "iptables");
  }

  private Way fromGuest() {
    return new Way(guest, neighbour, NEIGHBOUR, "iptables");
  }

  private Way toHost(NetworkNamespace host) {
    return new Way(guest, host, HOST, "iptables");
  }

  private Way toGuestOverIpv6() {
    return new Way(neighbour, guest, GUEST_IPV6, "ip6tables");
  }

  private Way fromGuestOverIpv6() {
    return new Way(guest, neighbour, NEIGHBOUR_IPV6, "ip6tables");
  }

  @Test
  void everythingUndecidedPassesWithoutTheOption(NetworkNamespace host) {
    install(host, CompileOptions.builder());

    assertEquals(1, undecidedArrived(toGuest()));
    assertEquals(1, undecidedArrived(fromGuest()));
    assertEquals(1, undecidedArrived(toHost(host)));
    assertEquals(1, undecidedArrived(toGuestOverIpv6()));
    assertEquals(1, undecidedArrived(fromGuestOverIpv6()));
  }

  @Test
  void ipv4ToTheGuestIsDropped(NetworkNamespace host) {
    install(host, dropping(Traffic.IPV4_IN));

    assertEquals(0, undecidedArrived(toGuest()));
    assertEquals(1, dropped(host, "iptables-save -c", "FO-vnet4"));
    assertEquals(1, undecidedArrived(fromGuest()));
    assertEquals(1, undecidedArrived(toHost(host)));
    assertEquals(1, undecidedArrived(toGuestOverIpv6()));
  }

  @Test
  void ipv4FromTheGuestIsDropped(NetworkNamespace host) {
    install(host, dropping(Traffic.IPV4_OUT));

    assertEquals(0, undecidedArrived(fromGuest()));
    assertEquals(0, undecidedArrived(toHost(host)));
    assertEquals(1, dropped(host, "iptables-save -c", "FI-vnet4"));
    assertEquals(1, dropped(host, "iptables-save -c", "HI-vnet4"));
    assertEquals(1, undecidedArrived(toGuest()));
    assertEquals(1, undecidedArrived(fromGuestOverIpv6()));
  }

  @Test
  void ipv6IsDropped(NetworkNamespace host) {
    install(host, dropping(Traffic.IPV6_IN, Traffic.IPV6_OUT));

    assertEquals(0, undecidedArrived(toGuestOverIpv6()));
    assertEquals(0, undecidedArrived(fromGuestOverIpv6()));
    assertEquals(1, undecidedArrived(toGuest()));
    assertEquals(1, undecidedArrived(fromGuest()));
  }

  @Test
  void framesToTheGuestAreDropped(NetworkNamespace host) {
    run(guest, "ip -6 addr flush dev eth0");
    run(neighbour, "ip -6 addr flush dev eth0");
    install(host, dropping(Traffic.ETHERNET_IN));

    assertEquals(0, undecidedArrived(toGuest()));
    assertTrue(framesDropped(host, "libvirt-O-vnet4") >= 1);
    assertEquals(1, undecidedArrived(fromGuest()));
  }

  @Test
  void framesFromTheGuestAreDropped(NetworkNamespace host) {
    install(host, dropping(Traffic.ETHERNET_OUT));

    assertEquals(0, undecidedArrived(fromGuest()));
    assertEquals(0, undecidedArrived(toHost(host)));
    assertTrue(framesDropped(host, "libvirt-I-vnet4") >= 2);
    assertEquals(1, undecidedArrived(toGuest()));
  }

  private static long framesDropped(NetworkNamespace host, String chain) {
    return count(host, "ebtables -t nat -L " + chain + " --Lc", "(?m)^-j DROP , pcnt = (\\d+)");
  }

  private static long dropped(NetworkNamespace host, String command, String chain) {
    return count(host, command, "(?m)^\\[(\\d+):\\d+] -A " + chain + " -j DROP$");
  }

  /** Whether the kernel's log may be read is up to the host; the counters can be in any case. */
  @Test
  void theKernelsLogHasThePrefix(NetworkNamespace host) {
    String token = "nw" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    String prefix = token.substring(0, 8);
    install(
        host,
        dropping(Traffic.IPV4_IN, Traffic.ETHERNET_OUT)
            .logging(Logging.defaultDrops().prefix(prefix + " %a ")));
    String before = Command.of("cat", LOG_ALL).run().stdout().strip();
    if (!before.isEmpty()) {
      logAll("1");
    }
    try {
      assertEquals(0, undecidedArrived(toGuest()));
      assertEquals(0, undecidedArrived(fromGuest()));
      if (!before.isEmpty()) {
        await(() -> isLogged(prefix + " DROP "));
      }
    } finally {
      if (!before.isEmpty()) {
        logAll(before);
      }
    }
    assertTrue(logged(host, "FO-vnet4") >= 1);
    assertEquals(dropped(host, "iptables-save -c", "FO-vnet4"), logged(host, "FO-vnet4"));
  }

  private static void logAll(String value) {
    Command.of("sh", "-c", "echo " + value + " > " + LOG_ALL).runSuccessfully();
  }

  private static boolean isLogged(String prefix) {
    List<String> lines =
        Command.of("dmesg")
            .runSuccessfully()
            .stdout()
            .lines()
            .filter(l -> l.contains(prefix))
            .toList();
    return lines.stream().anyMatch(line -> line.contains("DPT=9999"))
        && lines.stream().anyMatch(line -> line.contains("IN=vnet4"));
  }

  private static long logged(NetworkNamespace host, String chain) {
    return count(host, "iptables-save -c", "(?m)^\\[(\\d+):\\d+] -A " + chain + " -j LOG .*$");
  }

  @Test
  void aListenerReadsThePrefixOfItsGroup(NetworkNamespace host) throws IOException {
    install(
        host,
        dropping(Traffic.IPV4_IN, Traffic.ETHERNET_OUT)
            .logging(Logging.drops().to(LogTarget.nflog(7)).prefix("%i %f/%a ")));
    try (LogListener listener = LogListener.start(host, 7)) {
      toGuest().send(UNDECIDED);
      assertEquals("vnet4 default-drop/DROP ", listener.nextPrefix());
      fromGuest().send(UNDECIDED);
      assertEquals("vnet4 default-drop/DROP ", listener.nextPrefix());
    }
  }

  @Test
  void aLimitOfTheLogIsNoLimitOfTheDrop(NetworkNamespace host) {
    install(
        host,
        dropping(Traffic.IPV4_IN).logging(Logging.drops().to(LogTarget.nflog(7)).limit("1/day:2")));
    for (int i = 0; i < 5; i++) {
      assertEquals(0, undecidedArrived(toGuest()));
    }

    assertEquals(5, dropped(host, "iptables-save -c", "FO-vnet4"));
    assertEquals(
        2, count(host, "iptables-save -c", "(?m)^\\[(\\d+):\\d+] -A FO-vnet4 .* -j NFLOG .*$"));
  }

  private static long count(NetworkNamespace namespace, String command, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(run(namespace, command));
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static String run(NetworkNamespace namespace, String command) {
    CommandResult result =
        namespace.exec("", Splitter.on(' ').splitToList(command).toArray(String[]::new));
    assertEquals(0, result.exitCode(), () -> command + ": " + result);
    return result.stdout();
  }
}
