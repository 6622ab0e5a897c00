package io.nwfilter.netfilter.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What is compiled is what a daemon of libvirt 9.0.0 left in a kernel; the networks are those of
 * the documents next to the dumps.
 */
class NetworkDumpsTest {

  private static final Path DUMPS = Path.of("src/test/resources/dumps");

  private static void assertCompilesTo(String dump, Network... startOrder) {
    CompiledHost host =
        FilterCompiler.compileHost(List.of(startOrder), List.of(), CompileOptions.DEFAULT);

    for (Family family : List.of(Family.IPV4, Family.IPV6)) {
      TextSource saved = TextSource.file(DUMPS.resolve(dump).resolve(family.tool() + ".save"));
      Ruleset expected = SaveText.read(family, saved);
      assertEquals(expected, host.ruleset(family));
      TextSource written = TextSource.text(host.text(family), "compiled");
      assertEquals(expected, Ruleset.empty(family).after(RestoreText.read(family, written)));
    }
    assertEquals(Change.none(Family.BRIDGE), host.change(Family.BRIDGE));
  }

  private static NetworkAddress withDhcp(String address, String first, String last) {
    return NetworkAddress.parse(address).toBuilder()
        .dhcp(Dhcp.of(new AddressRange(Ipv4Address.parse(first), Ipv4Address.parse(last))))
        .build();
  }

  @Test
  void isolated() {
    assertCompilesTo(
        "libvirt-isolated",
        Networks.isolated("quiet", "virbr9")
            .address(withDhcp("172.20.9.1/24", "172.20.9.5", "172.20.9.50"))
            .build());
  }

  @Test
  void translated() {
    assertCompilesTo(
        "libvirt-nat",
        Networks.of(ForwardMode.NAT, "shop", "virbr7")
            .address(withDhcp("192.168.71.1/24", "192.168.71.20", "192.168.71.90"))
            .build());
  }

  @Test
  void routed() {
    assertCompilesTo(
        "libvirt-routed",
        Networks.of(ForwardMode.ROUTE, "lab", "virbr8")
            .address(withDhcp("10.44.8.1/24", "10.44.8.2", "10.44.8.99"))
            .build());
  }

  @Test
  void routedIpv6() {
    assertCompilesTo(
        "libvirt-routed-ipv6",
        Networks.of(ForwardMode.ROUTE, "six", "virbr13", "2001:db8:66::1/64").build());
  }

  @Test
  void rangesOfAddressesAndPorts() {
    assertCompilesTo(
        "libvirt-port-range",
        Networks.isolated("ports", "virbr12", "192.168.95.1/24")
            .forward(
                new Forwarding(
                    ForwardMode.NAT,
                    Optional.of(new InterfaceName("eth0")),
                    List.of(),
                    Optional.of(Networks.to("192.0.2.40", "192.0.2.47", 20000, 39999))))
            .build());
  }

  @Test
  void severalNetworks() {
    assertCompilesTo(
        "libvirt-several",
        Networks.of(ForwardMode.NAT, "one", "virbr1", "192.168.101.1/24").build(),
        Networks.of(ForwardMode.ROUTE, "two", "virbr2", "192.168.102.1/24", "fd00:102::1/64")
            .build(),
        Networks.isolated("three", "virbr3", "192.168.103.1/24").build(),
        Networks.isolated("four", "virbr4", "192.168.104.1/24")
            .forward(Networks.by(ForwardMode.NAT, "wlan0"))
            .build());
  }
}
