package io.nwfilter.testkit.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.Exchanges;
import io.nwfilter.netfilter.exchange.GuestSituation;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.sample.ExchangeSamples;
import io.nwfilter.netfilter.sample.PacketSamples;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Prefix;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PacketProperties {

  private static final MacAddress MAC = MacAddress.parse("52:54:00:9f:80:45");
  private static final Ipv4Address GUEST = Ipv4Address.parseDottedQuad("192.168.122.10");
  private static final CompiledInterface COMPILED =
      FilterCompiler.compile(
          FilterBinding.of(
              new InterfaceName("vnet2"),
              MAC,
              FilterReference.of("clean-traffic", "IP", "192.168.122.10")));
  private static final Simulator SIMULATOR = Simulator.of(COMPILED);

  /** What a user had to write a simulator for. */
  @Property
  void noFrameLeavesWithAForeignMac(@ForAll("sent") Packet packet) {
    boolean own = packet.value(Field.ETHERNET_SOURCE).equals(Optional.of(Bits.of(MAC)));

    assertTrue(own || SIMULATOR.fromGuest(packet).fate() != Fate.ARRIVES);
  }

  @Provide
  Arbitrary<Packet> sent() {
    return PacketArbitraries.of(PacketSamples.around(COMPILED).fromGuest());
  }

  @Property
  void packetsNeedNoProvider(@ForAll Packet packet) {
    assertEquals(packet, Packet.parse(packet.toBytes()));
  }

  @Property(tries = 100)
  void exchangesNeedNoProvider(@ForAll Exchange exchange) {
    assertFalse(GuestSituation.of(COMPILED).run(exchange).isEmpty());
  }

  @Property(tries = 200)
  void exchangesAreAroundTheRules(@ForAll("exchanges") Exchange exchange) {
    assertTrue(ExchangeSamples.around(COMPILED).all().contains(exchange));
  }

  @Provide
  Arbitrary<Exchange> exchanges() {
    return PacketArbitraries.exchangesAround(COMPILED);
  }

  @Property(tries = 50)
  void hostsAreOfTheFilterUnderTest(@ForAll("hosts") Host host) {
    List<String> ofRules =
        host.ruleset(Family.BRIDGE).tables().values().stream()
            .flatMap(table -> table.chains().keySet().stream())
            .filter(chain -> chain.startsWith("I-"))
            .filter(chain -> !chain.matches("I-vnet[0-3]-mac"))
            .toList();

    assertEquals(List.of(), ofRules, "no-mac-spoofing has one chain");
  }

  @Provide
  Arbitrary<Host> hosts() {
    return FilterArbitraries.hosts(StockFilters.library(), "no-mac-spoofing");
  }

  @Property(tries = 100)
  void networksHaveTheAddressOfTheGuest(@ForAll("networks") Network network) {
    NetworkAddress address = network.addresses().get(0);
    Prefix subnet = new Prefix(address.address(), address.prefixLength());

    assertTrue(subnet.contains(Bits.of(GUEST)), subnet::toString);
    assertNotEquals(GUEST, address.address());
    assertFalse(
        GuestSituation.of(COMPILED)
            .on(FilterCompiler.compile(network))
            .run(Exchanges.dhcp())
            .isEmpty());
  }

  @Provide
  Arbitrary<Network> networks() {
    return NetworkArbitrary.around(COMPILED);
  }

  @Property(tries = 50)
  void hostsNeedNoProvider(@ForAll Host host) {
    assertEquals(1, host.machines().size());
  }
}
