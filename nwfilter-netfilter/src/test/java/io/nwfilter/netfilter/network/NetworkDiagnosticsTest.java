package io.nwfilter.netfilter.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.network.NetworkBridge;
import io.nwfilter.core.network.NetworkDetails;
import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.CompileException;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is refused or remarked when networks are compiled. */
class NetworkDiagnosticsTest {

  private static List<String> errors(Network network, CompileOptions options) {
    return lines(
        assertThrows(CompileException.class, () -> FilterCompiler.compile(network, options))
            .diagnostics());
  }

  private static List<String> errors(Network network) {
    return errors(network, CompileOptions.DEFAULT);
  }

  private static List<String> warnings(Network network) {
    return lines(FilterCompiler.compile(network).diagnostics());
  }

  private static List<String> lines(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(d -> d.code() + ": " + d.message()).toList();
  }

  private static List<String> host(Network... networks) {
    return lines(
        FilterCompiler.compileHost(List.of(networks), List.of(), CompileOptions.DEFAULT)
            .diagnostics());
  }

  private static List<String> conflicts(Network... networks) {
    return lines(assertThrows(CompileException.class, () -> host(networks)).diagnostics());
  }

  @Test
  void bridgeWithoutName() {
    Network network = Network.builder("lab").address("10.0.0.1/24").build();
    CompileOptions named =
        CompileOptions.builder().bridge("lab", new InterfaceName("virbr7")).build();

    assertEquals(
        List.of(
            "missing-bridge: network 'lab' has no <bridge name=…>: libvirt chooses one; use the"
                + " document of the defined network, or name the bridge yourself (CompileOptions,"
                + " --bridge)"),
        errors(network));
    assertEquals(
        Optional.of(new InterfaceName("virbr7")), FilterCompiler.compile(network, named).bridge());
    assertEquals(
        Optional.empty(),
        FilterCompiler.compile(
                Network.builder("lab").forward(ForwardMode.OPEN).address("10.0.0.1/24").build())
            .bridge());
  }

  @Test
  void allThatIsWrongIsReported() {
    Network network =
        Networks.isolated("n", "br0", "10.0.0.1/24", "10.0.0.1/24", "::1/64", "ff02::5/16")
            .forward(
                new Forwarding(
                    ForwardMode.OPEN,
                    Optional.of(new InterfaceName("e1")),
                    List.of(new InterfaceName("e2"), new InterfaceName("e3")),
                    Optional.of(Networks.to("1.0.255.255", "1.1.0.0", 7, 7))))
            .build();

    assertEquals(
        List.of(
            "network-refused: the bridge already has the address 10.0.0.1",
            "network-refused: ::1 cannot be the address of a bridge",
            "network-refused: ff02::5 cannot be the address of a bridge",
            "network-refused: network 'n': several <interface> elements, of which the mode takes"
                + " one",
            "network-refused: network 'n': dev 'e1' is not the first <interface>, 'e2'",
            "network-refused: network 'n': the mode open takes no interface",
            "network-refused: network 'n': <nat> is for the mode nat, not for open",
            "network-refused: network 'n': the range 1.0.255.255-1.1.0.0 has addresses that differ"
                + " in more than their last 16 bits",
            "network-refused: network 'n': the range of ports 7-7 has only one, and libvirt wants"
                + " two or more",
            "network-without-rules: libvirt makes no rules for network 'n', as its mode is open"),
        errors(network));
  }

  @Test
  void modesNeedAddresses() {
    assertEquals(
        List.of("network-refused: network 'n': the mode route needs an <ip> address"),
        errors(Networks.of(ForwardMode.ROUTE, "n", "br0").build()));
    assertEquals(List.of(), warnings(Networks.of(ForwardMode.BRIDGE, "n", "br0").build()));
  }

  @Test
  void translationBeyondEverything() {
    assertEquals(
        List.of(
            "network-refused: no address is beyond 10.0.0.1/0, and iptables refuses such a match"),
        errors(Networks.of(ForwardMode.NAT, "n", "br0", "10.0.0.1/0").build()));
    assertEquals(
        List.of(), warnings(Networks.of(ForwardMode.ROUTE, "n", "br0", "10.0.0.1/0").build()));
  }

  @Test
  void ipv6IsNotTranslatedUnlessAsked() {
    NetworkNat both = new NetworkNat(true, Optional.empty(), Optional.empty());

    assertEquals(
        List.of(
            "ipv6-not-translated: addresses of fd00::1/64 are routed, not translated: everybody"
                + " beyond the host may connect to the machines of network 'n'"),
        warnings(Networks.of(ForwardMode.NAT, "n", "br0", "10.0.0.1/8", "fd00::1/64").build()));
    assertEquals(
        List.of(),
        warnings(Networks.isolated("n", "br0", "fd00::1/64").forward(Networks.nat(both)).build()));
  }

  @Test
  void tftpAfterDhcp() {
    NetworkAddress served =
        NetworkAddress.parse("10.0.0.1/24").toBuilder()
            .dhcp(
                Dhcp.of(
                    new AddressRange(Ipv4Address.parse("10.0.0.5"), Ipv4Address.parse("10.0.0.9"))))
            .build();
    NetworkAddress tftp =
        NetworkAddress.parse("10.0.1.1/24").toBuilder().tftpRoot("/srv/tftp").build();

    assertEquals(
        List.of(
            "tftp-without-rule: no rule lets TFTP in, as an address before 10.0.1.1/24 has"
                + " <dhcp>"),
        warnings(Networks.isolated("n", "br0").address(served).address(tftp).build()));
    assertEquals(
        List.of(), warnings(Networks.isolated("n", "br0").address(tftp).address(served).build()));
  }

  @Test
  void zonesAreOfFirewalld() {
    NetworkDetails inZone =
        NetworkDetails.builder()
            .bridge(
                new NetworkBridge(
                    Optional.empty(),
                    NetworkBridge.DEFAULT.stp(),
                    NetworkBridge.DEFAULT.delay(),
                    NetworkBridge.DEFAULT.macTableManager(),
                    Optional.of("public")))
            .build();

    assertEquals(
        List.of(
            "zone-of-firewalld: network 'n' is in the zone 'public': it starts only while firewalld"
                + " runs, whose rules for the zone are not in the output"),
        warnings(Networks.isolated("n", "br0", "10.0.0.1/24").details(inZone).build()));
  }

  @Test
  void oldReleasesKnowLess() {
    CompileOptions old = CompileOptions.builder().release(LibvirtRelease.V0_8).build();

    assertEquals(
        List.of(
            "newer-than-release: network 'n': libvirt 0.8 knows no IPv6",
            "newer-than-release: network 'n': libvirt 0.8 knows only one address of a bridge",
            "newer-than-release: network 'n': libvirt 0.8 knows no <interface> in <forward>, but"
                + " only dev",
            "newer-than-release: network 'n': libvirt 0.8 knows no <nat>"),
        errors(
            Networks.isolated("n", "br0", "10.0.0.1/24", "10.0.1.1/24")
                .ipv6(true)
                .forward(
                    new Forwarding(
                        ForwardMode.NAT,
                        Optional.empty(),
                        List.of(new InterfaceName("e1")),
                        Optional.of(Networks.to("1.0.0.0", "1.0.0.9", 7, 9))))
                .build(),
            old));
    assertEquals(
        List.of(
            "network-without-rules: libvirt makes no rules for network 'n', as its mode is open",
            "newer-than-release: network 'n': libvirt 0.8 knows no mode open"),
        errors(Networks.of(ForwardMode.OPEN, "n", "br0", "10.0.0.1/24").build(), old));
  }

  @Test
  void networksInEachOthersWay() {
    Network first = Networks.isolated("a", "br0", "10.0.0.1/24", "10.0.0.2/24").build();
    String refused = "network-conflict: libvirt does not start network '";
    String other = "': network 'a', at network 'a', has ";

    assertEquals(
        List.of(refused + "b" + other + "the subnet of 10.0.0.9/24"),
        conflicts(first, Networks.isolated("b", "br1", "10.0.0.9/24").build()));
    assertEquals(
        List.of(refused + "b" + other + "the address 10.0.0.2"),
        conflicts(first, Networks.isolated("b", "br1", "10.0.0.2/30").build()));
    assertEquals(
        List.of(refused + "a" + other + "the same name", refused + "a" + other + "the bridge br0"),
        conflicts(first, Networks.isolated("a", "br0", "10.1.0.1/24").build()));
  }

  @Test
  void networksThatOverlap() {
    assertEquals(
        List.of(
            "overlapping-subnets: the subnet of 10.0.5.1/24 lies within that of network 'wide', at"
                + " network 'wide'"),
        host(
            Networks.isolated("small", "br0", "10.0.5.1/24").build(),
            Networks.isolated("wide", "br1", "10.0.0.1/8").build()));
    assertEquals(
        List.of(),
        host(
            Networks.isolated("a", "br0", "fd00::1/64").build(),
            Networks.isolated("b", "br1", "fd00::2/64").build(),
            Networks.of(ForwardMode.BRIDGE, "c", "br9").build(),
            Networks.of(ForwardMode.BRIDGE, "d", "br9").build()));
  }
}
