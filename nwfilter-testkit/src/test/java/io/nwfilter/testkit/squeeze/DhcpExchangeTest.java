package io.nwfilter.testkit.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.golden.GoldenFile;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Why does the guest get no address? A client of DHCP in the guest's place asks a real server,
 * through the rules of each release, bridged and on a network with NAT: it gets an address if and
 * only if the simulated exchange completes, and the rule that is said to decide has met packets.
 */
@ExtendWith(NetworkNamespaceExtension.class)
class DhcpExchangeTest {

  private static final Path ROOT = Path.of(System.getProperty("nwfilter.rootDirectory", ".."));
  private static final Path HOST = ROOT.resolve("examples/host");
  private static final Path GOLDEN = Path.of("src/test/resources/squeeze/dhcp");

  private static final String DEVICE = "vnet2";
  private static final String SERVER = "192.168.122.1";
  private static final String ADDRESS = "192.168.122.10";

  private final NetworkNamespace guest = NetworkNamespace.create();
  private final NetworkNamespace neighbour = NetworkNamespace.create();
  private String bridge = "";

  @AfterEach
  void close(NetworkNamespace host) {
    host.flush();
    ImmutableList.of(bridge, DEVICE, Surroundings.others(bridge)).forEach(host::deleteLink);
    ImmutableList.of(guest, neighbour).forEach(NetworkNamespace::close);
  }

  /** Where the server is. */
  private enum Mode {
    NAT,
    BRIDGED
  }

  @ParameterizedTest
  @CsvSource({
    // clean-traffic and moge; with two rules more; those without clean-traffic
    "V0_8, NAT,     filters,    false",
    "V0_8, NAT,     clean-dhcp, false",
    "V0_8, NAT,     dhcp,       true",
    "V0_8, BRIDGED, filters,    false",
    "V0_8, BRIDGED, clean-dhcp, false",
    "V0_8, BRIDGED, dhcp,       true",
    "V9_0, NAT,     filters,    false",
    "V9_0, NAT,     clean-dhcp, true",
    "V9_0, NAT,     dhcp,       true",
    "V9_0, BRIDGED, filters,    false",
    "V9_0, BRIDGED, clean-dhcp, true",
    "V9_0, BRIDGED, dhcp,       true",
  })
  void theKernelDecidesAsExplained(
      LibvirtRelease release, Mode mode, String filters, boolean lease, NetworkNamespace host) {
    Surroundings surroundings = new Surroundings();
    CompiledHost compiled = compile(release, mode, filters, surroundings);
    Guest machine = surroundings.guests().get(0);
    bridge = machine.bridge();

    List<Explanation> exchange = simulated(compiled, mode, surroundings, machine);
    Explanation last = exchange.get(exchange.size() - 1);
    boolean complete =
        exchange.size() == ImmutableList.of("discover", "offer", "request", "ack").size()
            && arrives(last, End.port(DEVICE));
    connect(host, machine, mode);
    host.load(
        new RestoreTexts(
            compiled.text(Family.IPV4), compiled.text(Family.IPV6), compiled.text(Family.BRIDGE)));
    CommandResult client = ask(mode == Mode.NAT ? host : neighbour, mode);

    assertEquals(lease, complete, () -> ExplanationText.plain(last));
    assertEquals(lease, client.succeeded(), client::toString);
    assertEquals(lease, client.stdout().contains("lease of " + ADDRESS), client::toString);
    decisions(last, lease ? End.port(DEVICE) : serverEnd(mode))
        .forEach(decision -> assertCounted(host, decision));
    GoldenFile.at(GOLDEN.resolve(release + "-" + mode + "-" + filters + ".txt"))
        .assertMatches(told(exchange));
  }

  private static CompiledHost compile(
      LibvirtRelease release, Mode mode, String filters, Surroundings surroundings) {
    Filter moge =
        LibvirtXml.readFilter(XmlSource.file(HOST.resolve(filters).resolve("moge.xml"))).value();
    CompileOptions options =
        CompileOptions.builder()
            .release(release)
            .library(StockFilters.library(release).with(moge))
            .build();
    ImmutableList.Builder<Network> networks = ImmutableList.builder();
    if (mode == Mode.NAT) {
      networks.add(LibvirtXml.readNetwork(XmlSource.file(HOST.resolve("default.xml"))).value());
    }
    Domain machine =
        LibvirtXml.readDomain(
                XmlSource.file(HOST.resolve(mode == Mode.NAT ? "hoge.xml" : "hoge-lan.xml")))
            .value();
    CompiledHost compiled =
        FilterCompiler.compileHost(networks.build(), ImmutableList.of(machine), options);
    for (CompiledNetwork network : compiled.networks()) {
      surroundings.add(network);
    }
    surroundings.add(machine, Map.of());
    return compiled;
  }

  /** Sends the packets of an exchange until one does not arrive. */
  private static List<Explanation> simulated(
      CompiledHost compiled, Mode mode, Surroundings surroundings, Guest machine) {
    Conversation conversation =
        Simulator.of(compiled, surroundings.situation().build()).conversation();
    End server = serverEnd(mode, machine.bridge());
    Entry fromServer =
        mode == Mode.NAT ? Entry.host() : Entry.port(Surroundings.others(machine.bridge()));
    List<Explanation> exchange = new ArrayList<>();
    for (String text :
        ImmutableList.of(
            "dhcp discover",
            "dhcp offer " + ADDRESS + " from " + SERVER,
            "dhcp request " + ADDRESS + " from " + SERVER,
            "dhcp ack " + ADDRESS + " from " + SERVER)) {
      boolean asks = exchange.size() % 2 == 0;
      Explanation explanation =
          asks
              ? conversation.run(surroundings.fromGuest(text, machine), Entry.port(machine.port()))
              : conversation.run(surroundings.toGuest(text, machine), fromServer);
      exchange.add(explanation);
      if (!arrives(explanation, asks ? server : End.port(machine.port()))) {
        break;
      }
    }
    return exchange;
  }

  private End serverEnd(Mode mode) {
    return serverEnd(mode, bridge);
  }

  private static End serverEnd(Mode mode, String bridge) {
    return mode == Mode.NAT ? End.HOST : End.port(Surroundings.others(bridge));
  }

  private static boolean arrives(Explanation explanation, End end) {
    return explanation.fateAt(end) == Fate.ARRIVES;
  }

  private static List<Decision> decisions(Explanation explanation, End end) {
    return explanation.courses().stream()
        .flatMap(course -> course.endings().stream())
        .filter(ending -> ending.end().isEmpty() || ending.end().get().equals(end))
        .map(Ending::decision)
        .toList();
  }

  private void connect(NetworkNamespace host, Guest machine, Mode mode) {
    run(host, "ip link add " + bridge + " type bridge");
    run(host, "ip link set " + bridge + " up");
    run(
        host,
        "ip link add "
            + DEVICE
            + " type veth peer name eth0 address "
            + machine.mac()
            + " netns "
            + guest.name());
    String others = Surroundings.others(bridge);
    run(host, "ip link add " + others + " type veth peer name eth0 netns " + neighbour.name());
    for (String port : ImmutableList.of(DEVICE, others)) {
      run(host, "ip link set " + port + " master " + bridge + " up");
    }
    run(guest, "ip link set eth0 up");
    run(neighbour, "ip link set eth0 up");
    if (mode == Mode.NAT) {
      run(host, "ip addr add " + SERVER + "/24 dev " + bridge);
    } else {
      run(neighbour, "ip addr add " + SERVER + "/24 dev eth0");
    }
    CommandResult calls =
        host.exec("", "sh", "-c", "echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables");
    assertTrue(calls.succeeded(), calls::toString);
  }

  /** Runs a client in the guest's place: it succeeds with a lease. */
  @SuppressWarnings("try") // the server only has to run meanwhile
  private CommandResult ask(NetworkNamespace server, Mode mode) {
    String device = mode == Mode.NAT ? bridge : "eth0";
    try (AddressServer running = AddressServer.start(server, device, ADDRESS)) {
      assertTrue(running.isRunning());
      return guest.exec(
          "", "sh", "-c", "busybox udhcpc -f -n -q -t 2 -T 1 -A 1 -i eth0 -s /bin/true 2>&1");
    }
  }

  private static void assertCounted(NetworkNamespace host, Decision decision) {
    if (decision instanceof Decision.ByRule by) {
      ChainRule rule =
          loaded(host, by.family(), by.table(), by.chain()).rules().get(by.number() - 1);
      assertEquals(by.rule(), rule);
      assertTrue(
          rule.counters().orElseThrow().packets() > 0,
          () -> decision + " has met no packet: " + host.dump());
    } else if (decision instanceof Decision.ByPolicy by) {
      // iptables on nf_tables counts nothing for a policy.
      assertEquals(by.policy(), loaded(host, by.family(), by.table(), by.chain()).policy());
    } else {
      throw new AssertionError("it is not a rule that decides: " + decision);
    }
  }

  private static Chain loaded(NetworkNamespace host, Family family, String table, String chain) {
    CommandResult saved = host.exec("", family.tool() + "-save", "-c");
    return SaveText.read(family, TextSource.text(saved.stdout(), "saved"))
        .table(table)
        .orElseThrow()
        .chain(chain)
        .orElseThrow();
  }

  private static String told(List<Explanation> exchange) {
    StringBuilder text = new StringBuilder();
    for (Explanation explanation : exchange) {
      text.append("## ").append(explanation.packet()).append('\n');
      text.append(ExplanationText.plain(explanation).replace(ROOT + "/", ""));
    }
    return text.toString();
  }

  private static void run(NetworkNamespace namespace, String command) {
    CommandResult result =
        namespace.exec("", Splitter.on(' ').splitToList(command).toArray(String[]::new));
    assertEquals(0, result.exitCode(), () -> command + ": " + result);
  }
}
