package io.nwfilter.testkit.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.BaseEncoding;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.guarantee.Verification;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.testkit.kernel.RestoreTexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What refutes a guarantee on a bridge does so in the kernel: each of the packets gets to exactly
 * those ports that the simulator says.
 */
@ExtendWith(NetworkNamespaceExtension.class)
class StockFiltersKernelTest {

  private static final String BRIDGE = "virbr0";

  /** Ports of the bridge, with the device at the other end of each. */
  private static final ImmutableMap<String, String> ENDS =
      ImmutableMap.of("vnet2", "g0", Surroundings.others(BRIDGE), "o0", "neighbor", "n0");

  private static final ImmutableMap<String, String> LEARNED =
      ImmutableMap.of(
          Filters.GUEST.toString(),
          "vnet2",
          Surroundings.SENDER.toString(),
          Surroundings.others(BRIDGE),
          Surroundings.RECEIVER.toString(),
          Surroundings.others(BRIDGE),
          "02:00:00:00:00:07",
          "neighbor");

  private static final Path SCRIPT =
      Path.of(
          System.getProperty("nwfilter.rootDirectory"),
          "nwfilter-testkit/src/test/resources/guarantee/frames.pl");

  static List<String> filters() {
    return StockGuarantees.filters();
  }

  @BeforeEach
  void connect(NetworkNamespace host) {
    run(host, "ip link add " + BRIDGE + " type bridge mcast_snooping 0");
    run(host, "ip link set " + BRIDGE + " address " + Situation.BRIDGE_MAC);
    shell(host, "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6");
    ENDS.forEach(
        (port, end) -> {
          run(host, "ip link add " + port + " type veth peer name " + end);
          run(host, "ip link set " + end + " arp off");
          run(host, "ip link set " + port + " master " + BRIDGE);
          run(host, "ip link set " + port + " type bridge_slave learning off");
          run(host, "ip link set " + port + " up");
          run(host, "ip link set " + end + " up promisc on");
        });
    run(host, "ip link set " + BRIDGE + " up");
    LEARNED.forEach(
        (mac, port) -> run(host, "bridge fdb replace " + mac + " dev " + port + " master static"));
    shell(host, "echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables");
    shell(host, "echo 1 > /proc/sys/net/bridge/bridge-nf-call-ip6tables");
  }

  @AfterEach
  void close(NetworkNamespace host) {
    host.flush();
    host.deleteLink(BRIDGE);
    ENDS.keySet().forEach(host::deleteLink);
  }

  @ParameterizedTest
  @MethodSource("filters")
  void packetsThatRefuteDoSoInTheKernel(String filter, NetworkNamespace host) {
    Subject subject = StockGuarantees.subject(filter, ForwardMode.BRIDGE);
    List<Explanation> sent = new ArrayList<>();
    for (Guarantee guarantee : Guarantees.all()) {
      if (guarantee.verify(subject) instanceof Verification.Fails fails) {
        sent.addAll(fails.sent());
      }
    }
    assertTrue(!sent.isEmpty() || filter.equals("no-other-l2-traffic"), filter);
    load(host, Filters.stock(filter, Surroundings.RECEIVER));

    assertEquals(
        String.join("\n", sent.stream().map(one -> line(one, simulated(one))).toList()),
        String.join("\n", received(host, sent)));
  }

  private static void load(NetworkNamespace host, CompiledInterface compiled) {
    CompiledHost rules = new CompiledHost(ImmutableList.of(compiled));
    host.load(
        new RestoreTexts(
            rules.text(Family.IPV4), rules.text(Family.IPV6), rules.text(Family.BRIDGE)));
  }

  private static String line(Explanation sent, ImmutableSet<String> ports) {
    return sent.packet() + ", from " + sent.entry() + ": " + ports;
  }

  private static ImmutableSet<String> simulated(Explanation sent) {
    return ImmutableSet.copyOf(
        sent.arrivals().stream()
            .filter(end -> end.kind() == End.Kind.PORT)
            .map(End::name)
            .sorted()
            .toList());
  }

  private static List<String> received(NetworkNamespace host, List<Explanation> sent) {
    StringBuilder frames = new StringBuilder();
    for (Explanation one : sent) {
      String port = ((Entry.Port) one.entry()).name();
      frames.append(ENDS.get(port)).append(' ');
      frames.append(BaseEncoding.base16().encode(one.packet().toBytes())).append('\n');
    }
    List<String> command = new ArrayList<>(List.of("perl", SCRIPT.toString()));
    command.addAll(ENDS.values());
    CommandResult result = host.exec(frames.toString(), command.toArray(new String[0]));
    assertTrue(result.succeeded(), result::toString);
    List<String> devices = result.stdout().lines().toList();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      lines.add(line(sent.get(i), ports(devices.get(i))));
    }
    return lines;
  }

  private static ImmutableSet<String> ports(String devices) {
    return ImmutableSet.copyOf(
        ENDS.entrySet().stream()
            .filter(end -> List.of(devices.split(" ")).contains(end.getValue()))
            .map(end -> end.getKey())
            .sorted()
            .toList());
  }

  private static void run(NetworkNamespace host, String command) {
    CommandResult result = host.exec("", command.split(" "));
    assertTrue(result.succeeded(), () -> command + ": " + result);
  }

  private static void shell(NetworkNamespace host, String command) {
    CommandResult result = host.exec("", "sh", "-c", command);
    assertTrue(result.succeeded(), () -> command + ": " + result);
  }
}
