package io.nwfilter.testkit.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Real packets that the filter of one layer accepts and that of the other drops, bridged between
 * two namespaces: what the warning {@code dropped-by-other-layer} says.
 */
@ExtendWith(NetworkNamespaceExtension.class)
class CrossLayerPacketsTest {

  private static final int PORT = 9999;
  private static final long WAIT_MILLIS = 5_000;

  private static final String IP_ACCEPT =
      "<rule action='accept' direction='in' priority='300'><udp dstportstart='"
          + PORT
          + "'/></rule>";
  private static final String FRAME_DROP =
      "<rule action='drop' direction='in' priority='1000'><ip protocol='udp'/></rule>";
  private static final String FRAME_ACCEPT =
      "<rule action='accept' direction='in' priority='300'><ip protocol='udp'/></rule>";
  private static final String IP_DROP =
      "<rule action='drop' direction='in' priority='1000'><udp/></rule>";

  private final NetworkNamespace guest = NetworkNamespace.create();
  private final NetworkNamespace neighbour = NetworkNamespace.create();

  @BeforeEach
  void connect(NetworkNamespace host) {
    run(host, "ip link add br0 type bridge");
    run(host, "ip link set br0 up");
    link(host, "vnet4", guest, "10.9.0.2/24");
    link(host, "vnet5", neighbour, "10.9.0.3/24");
    run(guest, "iptables -A INPUT -p udp --dport " + PORT);
    CommandResult calls =
        host.exec("", "sh", "-c", "echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables");
    assertTrue(calls.succeeded(), calls::toString);
  }

  @AfterEach
  void close(NetworkNamespace host) {
    host.flush();
    ImmutableList.of("br0", "vnet4", "vnet5").forEach(host::deleteLink);
    ImmutableList.of(guest, neighbour).forEach(NetworkNamespace::close);
  }

  private static void link(
      NetworkNamespace host, String device, NetworkNamespace end, String address) {
    run(host, "ip link add " + device + " type veth peer name eth0 netns " + end.name());
    run(host, "ip link set " + device + " master br0");
    run(host, "ip link set " + device + " up");
    run(end, "ip addr add " + address + " dev eth0");
    run(end, "ip link set eth0 up");
  }

  @Test
  void aDropOfFramesHidesAnAcceptOfPackets(NetworkNamespace host) {
    assertHidden(host, IP_ACCEPT, FRAME_DROP);
  }

  @Test
  void aDropOfPacketsHidesAnAcceptOfFrames(NetworkNamespace host) {
    assertHidden(host, FRAME_ACCEPT, IP_DROP);
  }

  /** Without the drop the packet arrives, with it none does, and only then is there a warning. */
  private void assertHidden(NetworkNamespace host, String accept, String drop) {
    CompiledInterface alone = compile(accept);
    assertEquals(0, warnings(alone));
    install(host, alone);
    send();
    awaitOne();
    host.flush();

    CompiledInterface both = compile(accept + drop);
    assertEquals(1, warnings(both), () -> both.diagnostics().toString());
    install(host, both);
    send();
    assertEquals(1, dropped(host), "packets that the rule dropped");
    assertEquals(1, arrived());
  }

  private static long warnings(CompiledInterface compiled) {
    return compiled.diagnostics().stream()
        .map(Diagnostic::code)
        .filter(LoweringCode.DROPPED_BY_OTHER_LAYER::equals)
        .count();
  }

  private static CompiledInterface compile(String rules) {
    FilterBinding binding =
        FilterBinding.of(
            new InterfaceName("vnet4"),
            MacAddress.parse("52:54:00:9f:80:45"),
            FilterReference.of("cross", Parameters.NONE));
    String filter = "<filter name='cross' chain='root'>" + rules + "</filter>";
    return FilterCompiler.compile(
        binding,
        CompileOptions.builder()
            .library(
                FilterLibrary.of(
                    ImmutableList.of(
                        LibvirtXml.readFilter(XmlSource.text(filter, "cross.xml")).value())))
            .build());
  }

  private static void install(NetworkNamespace host, CompiledInterface compiled) {
    CompiledHost rules = new CompiledHost(ImmutableList.of(compiled));
    host.load(
        new RestoreTexts(
            rules.text(Family.IPV4), rules.text(Family.IPV6), rules.text(Family.BRIDGE)));
  }

  private void send() {
    neighbour.exec("", "bash", "-c", "echo x > /dev/udp/10.9.0.2/" + PORT);
  }

  private void awaitOne() {
    long deadline = System.nanoTime() + WAIT_MILLIS * 1_000_000;
    while (arrived() == 0) {
      assertTrue(System.nanoTime() < deadline, "no packet arrives");
    }
  }

  private long arrived() {
    return count(guest, "iptables-save -c", "\\[(\\d+):\\d+] -A INPUT .*--dport " + PORT);
  }

  /** Waits for the rule's counter: what it has not counted may still be on its way. */
  private static long dropped(NetworkNamespace host) {
    long deadline = System.nanoTime() + WAIT_MILLIS * 1_000_000;
    long count = countDrops(host);
    while (count == 0 && System.nanoTime() < deadline) {
      count = countDrops(host);
    }
    return count;
  }

  private static long countDrops(NetworkNamespace host) {
    return count(host, "iptables-save -c", "\\[(\\d+):\\d+] -A FO-vnet4 -p udp -j DROP")
        + count(host, "ebtables -t nat -L libvirt-O-vnet4 --Lc", "-j DROP , pcnt = (\\d+)");
  }

  private static long count(NetworkNamespace namespace, String command, String pattern) {
    CommandResult result =
        namespace.exec("", Splitter.on(' ').splitToList(command).toArray(String[]::new));
    Matcher matcher = Pattern.compile(pattern).matcher(result.stdout());
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static String run(NetworkNamespace namespace, String command) {
    CommandResult result =
        namespace.exec("", Splitter.on(' ').splitToList(command).toArray(String[]::new));
    assertEquals(0, result.exitCode(), () -> command + ": " + result);
    return result.stdout();
  }
}
