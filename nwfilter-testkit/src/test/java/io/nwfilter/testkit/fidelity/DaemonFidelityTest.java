package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.fidelity.DaemonComparison.Outcome;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compiled is, rule for rule, what a real libvirtd installs. */
@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class DaemonFidelityTest {

  private static final Path ROOT = Path.of(System.getProperty("nwfilter.rootDirectory"));
  private static final Path CASES = ROOT.resolve("nwfilter-testkit/src/test/resources/fidelity");

  private static Stream<String> stockFilters() {
    return StockFilters.library().filters().stream().map(Filter::name);
  }

  @ParameterizedTest
  @MethodSource("stockFilters")
  void stockFilter(String name, LibvirtDaemon daemon, NetworkNamespace scratch) {
    String binding =
        binding(
            name,
            """
            <parameter name='IP' value='10.0.0.5'/>
            <parameter name='IP' value='10.0.0.6'/>
            <parameter name='IPV6' value='2001:db8::7'/>
            <parameter name='DHCPSERVER' value='%s'/>
            <parameter name='GATEWAY_MAC' value='52:54:00:00:00:01'/>
            """
                .formatted(name.contains("v6") ? "fe80::8" : "10.0.0.9"));
    assertEquals(Outcome.INSTALLED, new DaemonComparison(daemon, scratch).assertSame(binding));
  }

  private static Stream<Path> cases() throws IOException {
    try (Stream<Path> directories = Files.list(CASES)) {
      return directories.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void filtersOfOurOwn(Path directory, LibvirtDaemon daemon, NetworkNamespace scratch)
      throws IOException {
    ScratchNamespace.createSets(daemon.namespace());
    ScratchNamespace.createSets(scratch);
    DaemonComparison comparison = new DaemonComparison(daemon, scratch);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".filter.xml")).sorted().toList()) {
        comparison.define(Files.readString(file));
      }
    }
    String binding = Files.readString(directory.resolve("binding.xml"));
    assertEquals(Outcome.INSTALLED, comparison.assertSame(binding));
  }

  @Test
  void filterOfTheSeed(LibvirtDaemon daemon, NetworkNamespace scratch) throws IOException {
    assertEquals(
        Outcome.INSTALLED,
        new DaemonComparison(daemon, scratch)
            .define(Files.readString(ROOT.resolve("examples/filters/moge.xml")))
            .assertSame(binding("moge", "<parameter name='IP' value='192.168.122.10'/>")));
  }

  @Test
  void twoInterfacesOfOneDomain(LibvirtDaemon daemon, NetworkNamespace scratch) {
    Domain domain =
        LibvirtXml.readDomain(XmlSource.file(ROOT.resolve("examples/two-interfaces.xml"))).value();
    String[] bindings =
        FilterCompiler.compile(domain).interfaces().stream()
            .map(CompiledInterface::binding)
            .map(LibvirtXml::write)
            .toArray(String[]::new);
    assertEquals(2, bindings.length);
    assertEquals(Outcome.INSTALLED, new DaemonComparison(daemon, scratch).assertSame(bindings));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ip srcipaddr='$UNKNOWN'/>",
        "<tcp srcipaddr='$A' srcportstart='$B'/>",
        "<tcp srcipaddr='$A[2]'/>",
        "<tcp srcportstart='9' srcportend='5'/>",
        "<ip protocol='tcp' srcportstart='9' srcportend='5'/>",
        "<ip match='no' protocol='tcp'/><ip srcportstart='2'/>",
        "<ip srcportstart='2'/>",
        "<ipv6 protocol='tcp' type='3'/>",
        "<ipv6 type='3'/>",
        "<ipv6 protocol='icmpv6' type='9' typeend='3'/>",
        "<tcp ipset='addresses'/>",
        "<tcp comment='$A'/>",
        "<tcp srcipmask='255.0.255.0'/>",
        "<mac protocolid='0x5ff'/>",
        "<tcp dscp='64'/>",
        "<tcp dscp='$D'/>",
        "<tcp srcipaddr='$IP'/>",
        "<vlan vlanid='4095'/>",
        "<tcp option='0'/>",
        "<all match='no' srcipaddr='10.3.2.1' srcipmask='0'/>",
        "<all-ipv6 match='no' dstipaddr='fe80::' dstipmask='0'/>",
        "<mac srcmacaddr='52:54:00:00:00:01' srcmacmask='00:00:00:00:00:00'/>",
        "<tcp-ipv6 match='no' option='0'/>",
      })
  void refusedByBoth(String protocol, LibvirtDaemon daemon, NetworkNamespace scratch) {
    String filter =
        "<filter name='refused'><rule action='accept' direction='in'>"
            + protocol
            + "</rule></filter>";
    String binding =
        binding(
            "refused",
            """
            <parameter name='A' value='10.1.1.1'/>
            <parameter name='A' value='10.1.1.2'/>
            <parameter name='B' value='7'/>
            <parameter name='D' value='64'/>
            <parameter name='CTRL_IP_LEARNING' value='none'/>
            """);
    assertRefused(new DaemonComparison(daemon, scratch).define(filter).assertSame(binding));
  }

  @Test
  void spanningTreeInBothDirectionsWithSource(LibvirtDaemon daemon, NetworkNamespace scratch) {
    assertRefused(
        new DaemonComparison(daemon, scratch)
            .define(
                "<filter name='stp-mac'><rule action='drop' direction='inout'>"
                    + "<stp srcmacaddr='52:54:00:11:22:33'/></rule></filter>")
            .assertSame(binding("stp-mac", "")));
  }

  private static void assertRefused(Outcome outcome) {
    assertNotEquals(Outcome.INSTALLED, outcome);
  }

  /** Only {@code $IP} itself is learned, no list of it that another iterator walks. */
  @ParameterizedTest
  @ValueSource(strings = {"<ip srcipaddr='$IP[@1]'/>", "<ip srcipaddr='$IP' dstipaddr='$IP[@1]'/>"})
  void anIteratorOverAnAddressToBeLearned(
      String protocol, LibvirtDaemon daemon, NetworkNamespace scratch) {
    assertRefused(
        new DaemonComparison(daemon, scratch)
            .define(
                "<filter name='iterates'><rule action='accept' direction='out'>"
                    + protocol
                    + "</rule></filter>")
            .assertSame(binding("iterates", "")));
  }

  @Test
  void filterThatIncludesItself(LibvirtDaemon daemon, NetworkNamespace scratch) {
    assertRefused(
        new DaemonComparison(daemon, scratch)
            .define("<filter name='loop'><filterref filter='loop'/></filter>")
            .assertSame(binding("loop", "")));
  }

  @Test
  void unknownFilter(LibvirtDaemon daemon, NetworkNamespace scratch) {
    assertRefused(
        new DaemonComparison(daemon, scratch)
            .define("<filter name='outer'><filterref filter='nowhere'/></filter>")
            .assertSame(binding("outer", "")));
  }

  @Test
  void continueAtTheIpLayer(LibvirtDaemon daemon, NetworkNamespace scratch) {
    assertRefused(
        new DaemonComparison(daemon, scratch)
            .define(
                "<filter name='go-on'><rule action='continue'"
                    + " direction='in'><tcp/></rule></filter>")
            .assertSame(binding("go-on", "")));
  }

  /** The comparison must be able to fail: here only the daemon knows the filter. */
  @Test
  void oneSidedRefusalIsSeen(LibvirtDaemon daemon, NetworkNamespace scratch) {
    daemon.define("<filter name='known'><rule action='drop' direction='in'/></filter>");
    DaemonComparison comparison = new DaemonComparison(daemon, scratch);
    AssertionError error =
        assertThrows(AssertionError.class, () -> comparison.assertSame(binding("known", "")));
    assertTrue(error.getMessage().contains("only the compiler refuses"), error.getMessage());
  }

  /** Here the daemon has a rule too many. */
  @Test
  void differentRulesAreSeen(LibvirtDaemon daemon, NetworkNamespace scratch) {
    daemon.namespace().exec("", "iptables", "-A", "FORWARD", "-s", "10.6.6.6", "-j", "DROP");
    DaemonComparison comparison = new DaemonComparison(daemon, scratch);
    AssertionError error =
        assertThrows(
            AssertionError.class, () -> comparison.assertSame(binding("no-mac-spoofing", "")));
    assertTrue(error.getMessage().contains("10.6.6.6"), error.getMessage());
  }

  private static String binding(String filter, String parameters) {
    return """
    <filterbinding>
      <owner><name>guest</name><uuid>5c6a3f20-1111-4222-8333-444455556666</uuid></owner>
      <portdev name='vnet4'/>
      <mac address='52:54:00:9f:80:45'/>
      <filterref filter='%s'>%s</filterref>
    </filterbinding>
    """
        .formatted(filter, parameters);
  }
}
