package io.nwfilter.netfilter.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.simulate.End;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which packet each exchange stops at, on a bridge and on networks. */
class ExchangesTest {

  private static final MacAddress MAC = MacAddress.parse("52:54:00:01:02:03");

  private static GuestSituation guest(String filter, String... parameters) {
    return GuestSituation.of(
        FilterCompiler.compile(
            FilterBinding.of(
                new InterfaceName("vnet0"), MAC, FilterReference.of(filter, parameters))));
  }

  /** {@return each different completion with the number of the last packet} */
  private static List<String> results(GuestSituation guest, Exchange exchange) {
    return guest.run(exchange).stream()
        .map(result -> result.completion() + " " + result.packets().size())
        .distinct()
        .toList();
  }

  /** A copy has all that it does not change. */
  @Test
  void anExchangeKeepsItsPeersOverIpv6() {
    assertEquals(
        Exchanges.tcpHandshake(22).from("2001:db8:1::/64"),
        Exchanges.tcpHandshake(22).from("2001:db8:1::/64").overIpv6());
    assertEquals(
        "10.0.0.0/8 is a network of IPv4",
        assertThrows(
                IllegalArgumentException.class,
                () -> Exchanges.tcpHandshake(22).from("10.0.0.0/8").overIpv6())
            .getMessage());
  }

  static Stream<Exchange> all() {
    return Stream.of(
        Exchanges.dhcp(),
        Exchanges.dhcp().fromAnyone(),
        Exchanges.dhcpv6(),
        Exchanges.tcpHandshake(22),
        Exchanges.tcpHandshake(22).toAnyone(),
        Exchanges.tcpHandshake(22).overIpv6(),
        Exchanges.tcpHandshake(22).from("10.0.0.0/8"),
        Exchanges.tcpHandshake(22).from("0.0.0.0/0"),
        Exchanges.tcpHandshake(22).from("::/0"),
        Exchanges.udpExchange(53),
        Exchanges.dns(),
        Exchanges.ping(),
        Exchanges.ping().overIpv6(),
        Exchanges.neighborDiscovery(),
        Exchanges.arp());
  }

  @ParameterizedTest
  @MethodSource("all")
  void completesWhereNothingIsDropped(Exchange exchange) {
    List<String> complete = List.of("COMPLETE " + exchange.messages().size());
    assertEquals(complete, results(guest("no-mac-spoofing"), exchange));
  }

  @Test
  void stopsAtTheFirstPacketThatIsDropped() {
    Filter mute = Filter.builder("mute").rule(Rule.drop(Direction.OUT, Protocol.IP)).build();
    GuestSituation guest =
        GuestSituation.of(
            FilterCompiler.compile(
                FilterBinding.of(new InterfaceName("vnet0"), MAC, FilterReference.of("mute")),
                CompileOptions.with(mute)));
    assertEquals(List.of("STOPPED 2"), results(guest, Exchanges.ping().from("10.0.0.0/8")));
    assertEquals(List.of("STOPPED 1"), results(guest, Exchanges.ping().to("10.0.0.0/8")));
    assertEquals(List.of("COMPLETE 2"), results(guest, Exchanges.arp()));
  }

  @Test
  void repliesComeFromTheServerThatTheFilterNames() {
    GuestSituation guest = guest("allow-dhcp-server", "DHCPSERVER", "10.0.0.1");
    assertEquals(List.of("COMPLETE 4"), results(guest, Exchanges.dhcp()));
  }

  private static CompiledNetwork network(ForwardMode mode) {
    return FilterCompiler.compile(
        Network.builder("lan").bridge("br7").forward(mode).address("192.168.7.1/24").build());
  }

  static Stream<Exchange> onLink() {
    return all().filter(Exchange::onLink);
  }

  @ParameterizedTest
  @MethodSource("onLink")
  void completesOnNetworksOfEitherFamily(Exchange exchange) {
    Network.Builder lan = Network.builder("lan").bridge("br7");
    List<String> complete = List.of("COMPLETE " + exchange.messages().size());
    for (String address : List.of("192.168.7.1/24", "fd00:7::1/64")) {
      GuestSituation guest =
          guest("no-mac-spoofing").on(FilterCompiler.compile(lan.address(address).build()));
      assertEquals(complete, results(guest, exchange));
    }
  }

  @Test
  void onlyTheOwnAddressesOfTheHostAreAtTheHost() {
    GuestSituation guest = guest("no-mac-spoofing").on(network(ForwardMode.NAT));
    assertEquals(End.HOST, peer(guest, Exchanges.arp().to("192.168.7.1")));
    assertEquals(End.port("others-br7"), peer(guest, Exchanges.arp().to("192.168.7.9")));
  }

  private static End peer(GuestSituation guest, Exchange exchange) {
    return guest.run(exchange).get(0).peer().end();
  }

  @Test
  void translatedAddressesAreTranslatedBack() {
    GuestSituation guest = guest("no-mac-spoofing").on(network(ForwardMode.NAT));
    assertEquals(List.of("COMPLETE 3"), results(guest, Exchanges.tcpHandshake(80).toAnyone()));
    assertEquals(List.of("COMPLETE 4"), results(guest, Exchanges.dhcp()));
    assertEquals(List.of("STOPPED 1"), results(guest, Exchanges.tcpHandshake(80)));
  }

  @Test
  void routedNetworksLetConnectionsIn() {
    GuestSituation guest = guest("no-mac-spoofing").on(network(ForwardMode.ROUTE));
    assertEquals(List.of("COMPLETE 3"), results(guest, Exchanges.tcpHandshake(80)));
    assertEquals(List.of("COMPLETE 2"), results(guest, Exchanges.dns().to("192.168.7.1")));
    assertEquals(List.of("COMPLETE 2"), results(guest, Exchanges.ping().from("192.168.7.9")));
  }

  @Test
  void prefixesAreTriedAtTheirEdges() {
    List<String> tried =
        guest("no-mac-spoofing").run(Exchanges.ping().from("10.0.0.8/30")).stream()
            .map(result -> result.peer().address().toString())
            .toList();
    assertEquals(List.of("10.0.0.8", "10.0.0.9", "10.0.0.10", "10.0.0.11"), tried);
  }

  @Test
  void refusesWhatCannotBeTried() {
    assertThrows(IllegalArgumentException.class, () -> Exchanges.ping().from("224.0.0.0/4"));
    assertThrows(IllegalArgumentException.class, () -> Exchanges.tcpHandshake(65_536));
    assertThrows(IllegalArgumentException.class, () -> guest("no-mac-spoofing").withGuest("vnet1"));
  }
}
