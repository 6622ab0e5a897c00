package io.nwfilter.testkit.fidelity;

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
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.testkit.kernel.RestoreTexts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Real packets to a guest, bridged to it and routed to it, and what rules of the IP layer do to
 * them: the quirk {@code not-filtered-when-routed}.
 */
@ExtendWith(NetworkNamespaceExtension.class)
class RoutedPacketsTest {

  private static final int DROPPED = 9999;
  private static final int PASSED = 9998;

  private final NetworkNamespace guest = NetworkNamespace.create();
  private final NetworkNamespace neighbour = NetworkNamespace.create();
  private final NetworkNamespace outside = NetworkNamespace.create();

  @BeforeEach
  void connect(NetworkNamespace host) {
    run(host, "ip link add br0 type bridge");
    run(host, "ip addr add 10.9.0.1/24 dev br0");
    run(host, "ip link set br0 up");
    link(host, "vnet4", guest, "10.9.0.2/24", "10.9.0.1");
    link(host, "vnet5", neighbour, "10.9.0.3/24", "10.9.0.1");
    link(host, "out0", outside, "10.8.0.2/24", "10.8.0.1");
    run(host, "ip link set vnet4 master br0");
    run(host, "ip link set vnet5 master br0");
    run(host, "ip addr add 10.8.0.1/24 dev out0");
    set(host, "ipv4/ip_forward", 1);
    set(host, "bridge/bridge-nf-call-iptables", 1);
    run(guest, "iptables -A INPUT -p udp --dport " + DROPPED);
    run(guest, "iptables -A INPUT -p udp --dport " + PASSED);
    host.load(rules());
  }

  @AfterEach
  void close(NetworkNamespace host) {
    host.flush();
    ImmutableList.of("br0", "vnet4", "vnet5", "out0").forEach(host::deleteLink);
    ImmutableList.of(guest, neighbour, outside).forEach(NetworkNamespace::close);
  }

  private static void link(
      NetworkNamespace host, String device, NetworkNamespace end, String address, String router) {
    run(host, "ip link add " + device + " type veth peer name eth0 netns " + end.name());
    run(host, "ip link set " + device + " up");
    run(end, "ip addr add " + address + " dev eth0");
    run(end, "ip link set eth0 up");
    run(end, "ip route add default via " + router);
  }

  /** What is compiled of a rule that drops packets to the guest. */
  private static RestoreTexts rules() {
    Filter filter =
        Filter.builder("f")
            .rule(Rule.drop(Direction.IN, Protocol.UDP).where(Attributes.DSTPORTSTART, DROPPED))
            .build();
    FilterBinding binding =
        FilterBinding.of(
            new InterfaceName("vnet4"),
            MacAddress.parse("52:54:00:9f:80:45"),
            FilterReference.of("f", Parameters.NONE));
    CompiledHost compiled =
        new CompiledHost(
            ImmutableList.of(
                FilterCompiler.compile(
                    binding,
                    CompileOptions.builder()
                        .library(FilterLibrary.of(ImmutableList.of(filter)))
                        .build())));
    return new RestoreTexts(
        compiled.text(Family.IPV4), compiled.text(Family.IPV6), compiled.text(Family.BRIDGE));
  }

  private static void set(NetworkNamespace namespace, String setting, int value) {
    String command = "echo " + value + " > /proc/sys/net/" + setting;
    assertTrue(namespace.exec("", "sh", "-c", command).succeeded(), command);
  }

  private static String run(NetworkNamespace namespace, String command) {
    CommandResult result =
        namespace.exec("", Splitter.on(' ').splitToList(command).toArray(String[]::new));
    assertEquals(0, result.exitCode(), () -> command + ": " + result);
    return result.stdout();
  }

  /** Sends to both ports, and waits until what is not to be dropped has arrived. */
  private void send(NetworkNamespace from) {
    long before = arrived(PASSED);
    for (int port : new int[] {DROPPED, PASSED}) {
      from.exec("", "bash", "-c", "echo x > /dev/udp/10.9.0.2/" + port);
    }
    for (int i = 0; arrived(PASSED) == before; i++) {
      assertTrue(i < 500, "no packet arrives");
    }
  }

  private long arrived(int port) {
    Matcher matcher =
        Pattern.compile("\\[(\\d+):\\d+] -A INPUT .*--dport " + port)
            .matcher(run(guest, "iptables-save -c"));
    assertTrue(matcher.find());
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void whatIsBridgedIsDropped() {
    send(neighbour);
    assertEquals(0, arrived(DROPPED));
  }

  @Test
  void whatIsRoutedIsNotSeen() {
    send(outside);
    assertEquals(1, arrived(DROPPED));
  }

  @Test
  void nothingIsSeenWhileBridgesDoNotCallIptables(NetworkNamespace host) {
    set(host, "bridge/bridge-nf-call-iptables", 0);
    send(neighbour);
    assertEquals(1, arrived(DROPPED));
  }
}
