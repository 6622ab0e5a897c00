package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.fidelity.DaemonComparison.Outcome;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import java.util.ArrayList;
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

  private static final String IP = "<ip address='192.168.100.1' netmask='255.255.255.0'/>";
  private static final String OTHER = "<ip address='10.9.8.77' prefix='26'/>";
  private static final String IPV6 = "<ip family='ipv6' address='2001:db8:1::1' prefix='64'/>";
  private static final String OTHER_IPV6 = "<ip family='ipv6' address='fd00:aa::5' prefix='126'/>";
  private static final String DHCP =
      "<ip address='192.168.100.1' prefix='24'><dhcp>"
          + "<range start='192.168.100.2' end='192.168.100.9'/></dhcp></ip>";
  private static final String DHCP_HOST =
      "<ip address='172.16.5.1' prefix='23'><dhcp>"
          + "<host mac='52:54:00:00:00:01' ip='172.16.5.9'/></dhcp></ip>";
  private static final String DHCP_EMPTY = "<ip address='192.168.100.1' prefix='24'><dhcp/></ip>";
  private static final String TFTP =
      "<ip address='192.168.101.1' prefix='24'><tftp root='/tmp'/></ip>";
  private static final String BOTH =
      "<ip address='192.168.100.1' prefix='24'><tftp root='/tmp'/><dhcp>"
          + "<range start='192.168.100.2' end='192.168.100.9'/></dhcp></ip>";

  private static final List<String> ADDRESSES =
      List.of(
          IP,
          IP + OTHER,
          IPV6,
          OTHER + IPV6 + IP + OTHER_IPV6,
          DHCP,
          DHCP + TFTP,
          TFTP + DHCP_HOST,
          BOTH + IPV6,
          DHCP_EMPTY + TFTP);

  private static final List<String> FORWARDS =
      List.of(
          "",
          "<forward mode='nat'/>",
          "<forward mode='route' dev='eth7'/>",
          "<forward mode='nat' dev='eth7'><nat ipv6='yes'><port start='500' end='1000'/></nat>"
              + "</forward>",
          "<forward mode='open'/>");

  private static String network(String attributes, String body) {
    return "<network" + attributes + "><name>n</name>" + body + "</network>";
  }

  private static Stream<String> everyModeWithEveryAddress() {
    return FORWARDS.stream()
        .flatMap(forward -> ADDRESSES.stream().map(ip -> network("", forward + ip)));
  }

  @ParameterizedTest
  @MethodSource("everyModeWithEveryAddress")
  void modesAndAddresses(String network, LibvirtDaemon daemon, NetworkNamespace scratch) {
    assertEquals(
        Outcome.INSTALLED, new DaemonComparison(daemon, scratch).start(network).assertSame());
  }

  private static Stream<String> special() {
    String ipv6 = " ipv6='yes'";
    List<String> networks = new ArrayList<>();
    networks.add(network("", ""));
    networks.add(network(ipv6, ""));
    networks.add(network(ipv6, IP));
    networks.add(network(ipv6, "<forward mode='nat'/>" + IP));
    networks.add(network(ipv6, "<forward mode='route'/>" + IP + IPV6));
    networks.add(network("", "<bridge name='br-test.1'/><forward mode='none'/>" + IP));
    networks.add(network("", "<forward/><dns enable='no'/>" + IP));
    networks.add(network("", "<forward dev='eth7'/>" + IP));
    networks.add(network("", "<forward mode='nat'><interface dev='eth7'/></forward>" + IP));
    networks.add(
        network("", "<forward mode='route' dev='e1'><interface dev='e1'/></forward>" + IP));
    networks.add(network("", nat("<address start='1.2.3.4' end='1.2.3.9'/>") + IP));
    networks.add(network("", nat("<address start='1.2.3.4' end='1.2.3.4'/>") + IP + IPV6));
    networks.add(
        network(
            "",
            nat("<address start='1.2.0.0' end='1.2.255.255'/><port start='1' end='65535'/>") + IP));
    networks.add(network("", nat("<port start='0' end='65535'/>") + IP));
    networks.add(network("", nat("<port start='0' end='0'/>") + IP));
    networks.add(network("", nat("<port start='500' end='501'/>") + OTHER));
    networks.add(network("", "<forward mode='nat'/>" + ip("192.168.100.9", 32)));
    networks.add(network("", "<forward mode='nat'/>" + ip("192.168.100.9", 31)));
    networks.add(network("", "<forward mode='nat'/>" + ip("192.168.100.9", 1)));
    networks.add(network("", "<forward mode='nat'/>" + ip("10.1.2.3", 0)));
    networks.add(network("", "<forward mode='nat'/>" + ip("172.16.5.4", 0)));
    networks.add(network("", "<forward mode='route'/><ip address='1.2.3.4' netmask='0.0.0.0'/>"));
    networks.add(network("", "<forward mode='route'/>" + ip6("2001:db8::a5", 128)));
    networks.add(network("", "<forward mode='route'/>" + ip6("2001:db8::a5", 1)));
    networks.add(network("", "<forward mode='route'/>" + ip6("2001:db8::a5", 0)));
    networks.add(network("", "<forward mode='route'/>" + ip6("::ffff:1.2.3.4", 120)));
    networks.add(
        network("", "<forward mode='nat'/>" + ip("192.168.1.1", 24) + ip("192.168.1.9", 24)));
    networks.add(network("", "<forward mode='route'/>" + ip("10.9.8.1", 24) + ip("10.9.8.1", 28)));
    networks.add(network("", "<forward mode='bridge'/><bridge name='br9'/>"));
    networks.add(network("", "<forward mode='vepa'><interface dev='eth7'/></forward>"));
    networks.add(
        network(
            "",
            "<forward mode='nat'/><domain name='example.com' localOnly='yes'/><mtu size='9000'/>"
                + "<route address='10.20.0.0' prefix='16' gateway='192.168.100.2'/>"
                + "<portgroup name='a' default='yes'/><frob x='1'/>"
                + DHCP));
    return networks.stream();
  }

  private static String nat(String body) {
    return "<forward mode='nat'><nat>" + body + "</nat></forward>";
  }

  private static String ip(String address, int prefix) {
    return "<ip address='" + address + "' prefix='" + prefix + "'/>";
  }

  private static String ip6(String address, int prefix) {
    return "<ip family='ipv6' address='" + address + "' prefix='" + prefix + "'/>";
  }

  @ParameterizedTest
  @MethodSource("special")
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

  private static String named(String name, String body) {
    return "<network><name>" + name + "</name>" + body + "</network>";
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

  private static Stream<List<String>> neighbours() {
    return Stream.of(
        List.of(named("a", IP), named("b", ip("192.168.100.9", 25))),
        List.of(named("a", IP), named("b", ip("192.168.7.7", 16))),
        List.of(named("a", IPV6), named("b", ip6("2001:db8:1::2", 64))),
        List.of(
            named("a", "<forward mode='bridge'/><bridge name='x0'/>"),
            named("b", "<forward mode='bridge'/><bridge name='x0'/>")),
        List.of(named("a", "<forward mode='open'/>" + IP), named("b", "<forward/>" + OTHER)));
  }

  @ParameterizedTest
  @MethodSource("neighbours")
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
