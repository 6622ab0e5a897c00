package io.nwfilter.testkit.fidelity;

import static io.nwfilter.testkit.networks.NetworkDocuments.DHCP;
import static io.nwfilter.testkit.networks.NetworkDocuments.IP;
import static io.nwfilter.testkit.networks.NetworkDocuments.IPV6;
import static io.nwfilter.testkit.networks.NetworkDocuments.OTHER;
import static io.nwfilter.testkit.networks.NetworkDocuments.ip;
import static io.nwfilter.testkit.networks.NetworkDocuments.named;
import static io.nwfilter.testkit.networks.NetworkDocuments.network;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.fidelity.DaemonComparison.Outcome;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compiled for networks is, rule for rule, what a real libvirtd leaves in the kernel. */
@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class NetworkFidelityTest {

  @ParameterizedTest
  @MethodSource("io.nwfilter.testkit.networks.NetworkDocuments#everyModeWithEveryAddress")
  void modesAndAddresses(String network, LibvirtDaemon daemon, NetworkNamespace scratch) {
    assertEquals(
        Outcome.INSTALLED, new DaemonComparison(daemon, scratch).start(network).assertSame());
  }

  @ParameterizedTest
  @MethodSource("io.nwfilter.testkit.networks.NetworkDocuments#special")
  void specialCases(String network, LibvirtDaemon daemon, NetworkNamespace scratch) {
    assertEquals(
        Outcome.INSTALLED, new DaemonComparison(daemon, scratch).start(network).assertSame());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<forward mode='nat'/>",
        "<forward mode='open'/>",
        "<forward mode='odd'/>",
        "<forward mode='nat'><interface dev='e1'/><interface dev='e2'/></forward>[IP]",
        "<forward mode='nat' dev='e1'><interface dev='e2'/></forward>[IP]",
        "<forward mode='open' dev='e1'/>[IP]",
        "<forward mode='route'><nat><port start='5' end='9'/></nat></forward>[IP]",
        "<forward mode='nat'><nat><port start='5' end='5'/></nat></forward>[IP]",
        "<forward mode='nat'><nat><port start='9' end='5'/></nat></forward>[IP]",
        "<forward mode='nat'><nat><address start='2001:db8::1' end='2001:db8::2'/></nat></forward>"
            + "[IP]",
        "<forward mode='nat'><nat><address start='1.0.0.0' end='1.1.0.0'/></nat></forward>[IP]",
        "<forward mode='nat'/><ip address='1.2.3.4' netmask='0.0.0.0'/>",
        "<forward mode='nat'/><ip address='1.2.3.4' prefix='33'/>",
        "<ip family='ipv6' address='ff02::1' prefix='64'/>",
        "<ip family='ipv6' address='::1' prefix='64'/>",
        "<ip family='ipv6' address='::' prefix='64'/>",
        "[IP][IP]",
        "<ip family='ipv6' address='2001:db8::1' prefix='64'/>"
            + "<ip family='ipv6' address='2001:db8::1' prefix='80'/>"
      })
  void bothRefuse(String body, LibvirtDaemon daemon, NetworkNamespace scratch) {
    Outcome outcome =
        new DaemonComparison(daemon, scratch)
            .start(network("", body.replace("[IP]", IP)))
            .assertSame();

    assertTrue(!outcome.compilerRefusal().isEmpty(), outcome::toString);
  }

  private static Stream<List<String>> conflicts() {
    return Stream.of(
        List.of(named("a", IP), named("b", ip("192.168.100.9", 24))),
        List.of(named("a", IP), named("b", OTHER + ip("192.168.100.9", 24))),
        List.of(named("a", IP), named("b", "<forward mode='open'/>" + ip("192.168.100.9", 24))),
        List.of(named("a", IP), named("b", ip("192.168.100.1", 25))),
        List.of(named("a", "<bridge name='x0'/>" + IP), named("b", "<bridge name='x0'/>" + OTHER)),
        List.of(
            named("a", "<forward mode='bridge'/><bridge name='x0'/>"),
            named("b", "<bridge name='x0'/>" + OTHER)),
        List.of(named("a", IP), named("a", OTHER)));
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void bothRefuseTheSecond(List<String> pair, LibvirtDaemon daemon, NetworkNamespace scratch) {
    Outcome outcome =
        new DaemonComparison(daemon, scratch).start(pair.get(0)).start(pair.get(1)).assertSame();

    assertTrue(outcome.compilerRefusal().contains("network-conflict"), outcome::toString);
  }

  @ParameterizedTest
  @MethodSource("io.nwfilter.testkit.networks.NetworkDocuments#neighbours")
  void bothStartTheSecond(List<String> pair, LibvirtDaemon daemon, NetworkNamespace scratch) {
    assertEquals(
        Outcome.INSTALLED,
        new DaemonComparison(daemon, scratch).start(pair.get(0)).start(pair.get(1)).assertSame());
  }

  @Test
  void networksAndFilters(LibvirtDaemon daemon, NetworkNamespace scratch) {
    assertEquals(
        Outcome.INSTALLED,
        new DaemonComparison(daemon, scratch)
            .start(named("a", "<forward mode='nat'/>" + DHCP))
            .start(named("b", OTHER + IPV6))
            .define(
                "<filter name='f'><filterref filter='clean-traffic'/><rule action='accept'"
                    + " direction='in'><tcp dstportstart='22'/></rule><rule action='drop'"
                    + " direction='inout'><all-ipv6/></rule></filter>")
            .assertSame(Bindings.of("vnet0", "f"), Bindings.of("vnet1", "f")));
  }
}
