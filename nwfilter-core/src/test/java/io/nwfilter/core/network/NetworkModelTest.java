package io.nwfilter.core.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class NetworkModelTest {

  private static final SourceLocation HERE = new SourceLocation("n.xml", 3, 7);

  private static final NetworkDetails DETAILS =
      NetworkDetails.builder()
          .trustGuestRxFilters(true)
          .bridge(
              new NetworkBridge(
                  Optional.of("lab%d"),
                  Optional.of(true),
                  OptionalLong.of(9),
                  Optional.of("libvirt"),
                  Optional.of("dmz")))
          .mtu(1400)
          .mac(MacAddress.parse("52:54:00:01:02:03"))
          .domain(new NetworkDomain("lab.example", Optional.of(false)))
          .dns(NetworkDns.DEFAULT)
          .route(
              new NetworkRoute(
                  ipv4("10.9.0.0"),
                  NetworkMask.ofPrefix(16),
                  true,
                  ipv4("10.0.0.2"),
                  OptionalInt.of(4)))
          .portIsolated(false)
          .bandwidth(element("bandwidth"))
          .vlan(element("vlan"))
          .virtualPort(element("virtualport"))
          .portGroup(element("portgroup"))
          .dnsmasqOption("no-hosts")
          .title("t")
          .description("d")
          .metadata(element("metadata"))
          .otherAttribute(Markup.Attribute.of("rack", "8"))
          .otherElement(element("rack"))
          .build();

  private static Ipv4Address ipv4(String text) {
    return Ipv4Address.parse(text);
  }

  private static Markup.Element element(String name) {
    return Markup.Element.of(name, List.of(), List.of());
  }

  private static NetworkAddress.Builder address() {
    return NetworkAddress.builder(ipv4("10.0.0.1"), NetworkMask.ofPrefix(24));
  }

  private static Network.Builder network() {
    return Network.builder("n");
  }

  private static void assertRefused(String message, Supplier<Object> value) {
    assertEquals(message, assertThrows(IllegalValueException.class, value::get).getMessage());
  }

  @Test
  void placesAreNotCompared() {
    new EqualsTester()
        .addEqualityGroup(network().build(), network().location(HERE).build())
        .addEqualityGroup(Network.builder("m").build())
        .addEqualityGroup(network().uuid(new UUID(1, 2)).build())
        .addEqualityGroup(network().bridge("vbr1").build())
        .addEqualityGroup(network().forward(ForwardMode.ROUTE).build())
        .addEqualityGroup(network().ipv6(true).build())
        .addEqualityGroup(network().address("10.0.0.1/24").build())
        .addEqualityGroup(network().details(DETAILS).build())
        .testEquals();
  }

  @Test
  void addressesAreComparedByWhatIsGiven() {
    new EqualsTester()
        .addEqualityGroup(
            address().build(),
            address().location(HERE).build(),
            NetworkAddress.parse("10.0.0.1/24"),
            address().dhcp(Dhcp.of(range())).withoutDhcp().build())
        .addEqualityGroup(NetworkAddress.parse("10.0.0.9/24"))
        .addEqualityGroup(
            NetworkAddress.builder(ipv4("10.0.0.1"), NetworkMask.ofNetmask(ipv4("255.255.255.0")))
                .build())
        .addEqualityGroup(address().familyGiven(true).build())
        .addEqualityGroup(address().localPtr(false).build())
        .addEqualityGroup(address().tftpRoot("/t").build())
        .addEqualityGroup(address().dhcp(Dhcp.of(range())).build())
        .testEquals();
  }

  private static AddressRange range() {
    return new AddressRange(ipv4("10.0.0.5"), ipv4("10.0.0.6"));
  }

  @Test
  void markupIsComparedByAllButItsPlace() {
    Markup.Element plain = element("a");
    new EqualsTester()
        .addEqualityGroup(plain, new Markup.Element("", "", "a", List.of(), List.of(), HERE))
        .addEqualityGroup(element("b"))
        .addEqualityGroup(
            new Markup.Element("p", "", "a", List.of(), List.of(), SourceLocation.NONE))
        .addEqualityGroup(
            new Markup.Element("", "urn:a", "a", List.of(), List.of(), SourceLocation.NONE))
        .addEqualityGroup(Markup.Element.of("a", List.of(Markup.Attribute.of("x", "1")), List.of()))
        .addEqualityGroup(Markup.Element.of("a", List.of(), List.of(new Markup.Text("t"))))
        .testEquals();
  }

  @Test
  void partsOfMarkupAreFoundByName() {
    Markup.Element inner =
        Markup.Element.of("b", List.of(), ImmutableList.of(new Markup.Text("two ")));
    Markup.Element foreign =
        new Markup.Element("p", "urn:p", "b", List.of(), List.of(), SourceLocation.NONE);
    Markup.Element outer =
        Markup.Element.of(
            "a",
            List.of(
                new Markup.Attribute("p", "x", "0"),
                Markup.Attribute.of("x", "1"),
                Markup.Attribute.of("xmlns", "urn:a")),
            List.of(foreign, new Markup.Text("one "), inner, inner));

    assertEquals(List.of(inner, inner), outer.elements("b"));
    assertEquals(Optional.of(inner), outer.first("b"));
    assertEquals(Optional.empty(), outer.first("c"));
    assertEquals(List.of(foreign, inner, inner), outer.elements());
    assertEquals(Optional.of("1"), outer.attribute("x"));
    assertEquals("one two two ", outer.text());
    assertEquals("<p:b>", foreign.toString());
    assertEquals(
        List.of(false, false, true),
        outer.attributes().stream().map(Markup.Attribute::isDeclaration).toList());
  }

  @Test
  void buildersKeepWhatTheyAreMadeOf() {
    Network network =
        network()
            .uuid(new UUID(3, 4))
            .bridge("vbr1")
            .forward(ForwardMode.NAT)
            .ipv6(true)
            .address("10.0.0.1/24")
            .details(DETAILS)
            .build();

    assertEquals(network, network.toBuilder().build());
    assertEquals(DETAILS, DETAILS.toBuilder().build());
    assertEquals(
        network().details(DETAILS).address("10.0.0.7/24").build(),
        network()
            .address("10.0.0.1/24")
            .clearAddresses()
            .address("10.0.0.7/24")
            .details(DETAILS)
            .build());
    NetworkAddress served =
        address().familyGiven(true).localPtr(true).tftpRoot("/t").dhcp(Dhcp.of(range())).build();
    assertEquals(served, served.toBuilder().build());
  }

  @Test
  void anInterfaceIsTheSameAsAttributeAndAsChild() {
    InterfaceName wan = new InterfaceName("wan0");

    assertEquals(
        List.of(wan),
        new Forwarding(ForwardMode.NAT, Optional.of(wan), List.of(), Optional.empty())
            .effectiveInterfaces());
    assertEquals(
        List.of(wan),
        new Forwarding(ForwardMode.NAT, Optional.empty(), List.of(wan), Optional.empty())
            .effectiveInterfaces());
    assertEquals(List.of(), Forwarding.of(ForwardMode.NAT).effectiveInterfaces());
  }

  @Test
  void prefixesThatAreNotGivenAreThoseOfTheClass() {
    assertEquals(
        List.of(
            OptionalInt.of(0),
            OptionalInt.of(8),
            OptionalInt.of(16),
            OptionalInt.of(24),
            OptionalInt.empty(),
            OptionalInt.of(64)),
        List.of(
            NetworkMask.NONE.lengthFor(ipv4("0.0.0.0")),
            NetworkMask.NONE.lengthFor(ipv4("127.0.0.1")),
            NetworkMask.ofPrefix(0).lengthFor(ipv4("191.255.0.1")),
            NetworkMask.NONE.lengthFor(ipv4("223.0.0.1")),
            NetworkMask.NONE.lengthFor(ipv4("224.0.0.1")),
            NetworkMask.NONE.lengthFor(Ipv6Address.parse("fe80::1"))));
  }

  @Test
  void anAddressWithoutASubnet() {
    NetworkAddress none =
        NetworkAddress.builder(ipv4("10.0.0.1"), NetworkMask.ofNetmask(ipv4("255.0.255.0")))
            .build();

    assertEquals(-1, none.prefixLength());
    assertEquals("10.0.0.1", none.toString());
    assertThrows(IllegalStateException.class, none::subnet);
  }

  @Test
  void illegalValuesAreRefused() {
    assertRefused(
        message("33", "a prefix length from 0 to 32"),
        () -> NetworkAddress.builder(ipv4("10.0.0.1"), NetworkMask.ofPrefix(33)).build());
    assertRefused(message("129", "a prefix length from 0 to 128"), () -> NetworkMask.ofPrefix(129));
    assertRefused(
        message("fe80::1/0", "an IPv6 address with a prefix from 1 to 128"),
        () -> NetworkAddress.parse("fe80::1/0"));
    assertRefused(
        message("119 seconds", "a time of two minutes or more"),
        () -> new DhcpLease(119, DhcpLease.Unit.SECONDS));
    assertRefused(
        message("fe80::2", "a gateway of the family of 10.9.0.0"),
        () ->
            new NetworkRoute(
                ipv4("10.9.0.0"),
                NetworkMask.NONE,
                false,
                Ipv6Address.parse("fe80::2"),
                OptionalInt.empty()));
  }

  private static String message(String value, String expected) {
    return new IllegalValueException(value, expected).getMessage();
  }
}
