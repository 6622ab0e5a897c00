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
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real echo requests of a guest whose filter accepts them by their type and then drops everything
 * that no rule accepts: the reply is lost exactly where the warning {@code icmp-answer-skipped}
 * says so.
 */
@ExtendWith(NetworkNamespaceExtension.class)
class IcmpReplyPacketsTest {

  private static final long WAIT_MILLIS = 5_000;

  /** Sends one echo request, whose checksum is that of these very octets (RFC 792). */
  private static final String SEND =
      "use Socket; socket(S, PF_INET, SOCK_RAW, 1) or die;"
          + " send(S, pack('CCnnn', 8, 0, 0xf7fd, 1, 1), 0,"
          + " sockaddr_in(0, inet_aton('10.9.0.3'))) or die";

  private static final String REQUEST =
      "<rule action='accept' direction='out' priority='200'><icmp type='8'/></rule>";
  private static final String DROP =
      "<rule action='drop' direction='inout' priority='900'><all/></rule>";

  private final NetworkNamespace guest = NetworkNamespace.create();
  private final NetworkNamespace neighbour = NetworkNamespace.create();

  @BeforeEach
  void connect(NetworkNamespace host) {
    run(host, "ip link add br0 type bridge");
    run(host, "ip link set br0 up");
    link(host, "vnet4", guest, "10.9.0.2/24");
    link(host, "vnet5", neighbour, "10.9.0.3/24");
    run(guest, "iptables -A INPUT -p icmp --icmp-type 0");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<rule action='accept' direction='in'><icmp/></rule>",
        "<rule action='accept' direction='in'><all/></rule>",
        "<rule action='accept' direction='in'><all state='NEW'/></rule>",
        "<rule action='accept' direction='out'><icmp type='0'/></rule>"
      })
  void theReplyIsLost(String others, NetworkNamespace host) {
    CompiledInterface compiled = compile(others);
    assertEquals(1, warnings(compiled), () -> compiled.diagnostics().toString());
    install(host, compiled);
    send();
    assertEquals(1, awaited(() -> count(host, "-A FO-vnet4 -j DROP")));
    assertEquals(0, arrived());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<rule action='accept' direction='in'><icmp type='0'/></rule>",
        "<rule action='accept' direction='inout'><icmp/></rule>",
        "<rule action='accept' direction='out'><icmp/></rule>",
        "<rule action='accept' direction='in' statematch='false'><icmp/></rule>",
        "<rule action='accept' direction='in'><all state='ESTABLISHED'/></rule>"
      })
  void theReplyArrives(String others, NetworkNamespace host) {
    CompiledInterface compiled = compile(others);
    assertEquals(0, warnings(compiled), () -> compiled.diagnostics().toString());
    install(host, compiled);
    send();
    assertEquals(1, awaited(this::arrived));
  }

  private static long warnings(CompiledInterface compiled) {
    return compiled.diagnostics().stream()
        .map(Diagnostic::code)
        .filter(LoweringCode.ICMP_ANSWER_SKIPPED::equals)
        .count();
  }

  private static CompiledInterface compile(String others) {
    FilterBinding binding =
        FilterBinding.of(
            new InterfaceName("vnet4"),
            MacAddress.parse("52:54:00:9f:80:45"),
            FilterReference.of("ping", Parameters.NONE));
    String filter = "<filter name='ping' chain='root'>" + REQUEST + others + DROP + "</filter>";
    return FilterCompiler.compile(
        binding,
        CompileOptions.builder()
            .library(
                FilterLibrary.of(
                    ImmutableList.of(
                        LibvirtXml.readFilter(XmlSource.text(filter, "ping.xml")).value())))
            .build());
  }

  private static void install(NetworkNamespace host, CompiledInterface compiled) {
    CompiledHost rules = new CompiledHost(ImmutableList.of(compiled));
    host.load(
        new RestoreTexts(
            rules.text(Family.IPV4), rules.text(Family.IPV6), rules.text(Family.BRIDGE)));
  }

  private void send() {
    CommandResult sent = guest.exec("", "perl", "-e", SEND);
    assertTrue(sent.succeeded(), sent::toString);
  }

  private long arrived() {
    return count(guest, "-A INPUT -p icmp -m icmp --icmp-type 0");
  }

  /** A packet that has not been counted may still be on its way. */
  private static long awaited(LongSupplier count) {
    long deadline = System.nanoTime() + WAIT_MILLIS * 1_000_000;
    long counted = count.getAsLong();
    while (counted == 0 && System.nanoTime() < deadline) {
      counted = count.getAsLong();
    }
    return counted;
  }

  private static long count(NetworkNamespace namespace, String rule) {
    Matcher matcher =
        Pattern.compile("\\[(\\d+):\\d+] " + Pattern.quote(rule) + "\\s")
            .matcher(run(namespace, "iptables-save -c"));
    assertTrue(matcher.find(), rule);
    return Long.parseLong(matcher.group(1));
  }

  private static String run(NetworkNamespace namespace, String command) {
    CommandResult result =
        namespace.exec("", Splitter.on(' ').splitToList(command).toArray(String[]::new));
    assertEquals(0, result.exitCode(), () -> command + ": " + result);
    return result.stdout();
  }
}
