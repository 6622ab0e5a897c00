package io.nwfilter.core.attribute;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The protocol elements that a rule can hold, with the attributes each takes (libvirt: Network
 * Filters, Supported protocols). The order of the attributes is the order in which libvirt prints
 * them, and in which iterators multiply.
 */
@SuppressWarnings("ImmutableEnumChecker") // rows hold stateless functions, which it cannot know
public enum Protocol {
  /** Any Ethernet frame. */
  MAC("mac", Layer.ETHERNET, -1, AttributeTable.mac()),
  /** IEEE 802.1Q frames. */
  VLAN("vlan", Layer.ETHERNET, 0x8100, AttributeTable.vlan()),
  /** Spanning tree frames, known by their destination address. */
  STP("stp", Layer.ETHERNET, -1, AttributeTable.stp()),
  /** ARP (RFC 826). */
  ARP("arp", Layer.ETHERNET, 0x0806, AttributeTable.arp()),
  /** RARP (RFC 903). */
  RARP("rarp", Layer.ETHERNET, 0x8035, AttributeTable.arp()),
  /** IPv4 in frames. */
  IP("ip", Layer.ETHERNET, 0x0800, AttributeTable.ip()),
  /** IPv6 in frames. */
  IPV6("ipv6", Layer.ETHERNET, 0x86dd, AttributeTable.ipv6()),
  /** TCP over IPv4. */
  TCP("tcp", Layer.IPV4, 6, AttributeTable.tcp(Layer.IPV4)),
  /** UDP over IPv4. */
  UDP("udp", Layer.IPV4, 17, AttributeTable.udp(Layer.IPV4)),
  /** UDP-Lite over IPv4. */
  UDPLITE("udplite", Layer.IPV4, 136, AttributeTable.plain(Layer.IPV4)),
  /** Encapsulating security payload over IPv4. */
  ESP("esp", Layer.IPV4, 50, AttributeTable.plain(Layer.IPV4)),
  /** Authentication header over IPv4. */
  AH("ah", Layer.IPV4, 51, AttributeTable.plain(Layer.IPV4)),
  /** SCTP over IPv4. */
  SCTP("sctp", Layer.IPV4, 132, AttributeTable.sctp(Layer.IPV4)),
  /** ICMP. */
  ICMP("icmp", Layer.IPV4, 1, AttributeTable.icmp(Layer.IPV4)),
  /** IGMP. */
  IGMP("igmp", Layer.IPV4, 2, AttributeTable.plain(Layer.IPV4)),
  /** Any IPv4 packet. */
  ALL("all", Layer.IPV4, -1, AttributeTable.plain(Layer.IPV4)),
  /** TCP over IPv6. */
  TCP_IPV6("tcp-ipv6", Layer.IPV6, 6, AttributeTable.tcp(Layer.IPV6)),
  /** UDP over IPv6. */
  UDP_IPV6("udp-ipv6", Layer.IPV6, 17, AttributeTable.udp(Layer.IPV6)),
  /** UDP-Lite over IPv6. */
  UDPLITE_IPV6("udplite-ipv6", Layer.IPV6, 136, AttributeTable.plain(Layer.IPV6)),
  /** Encapsulating security payload over IPv6. */
  ESP_IPV6("esp-ipv6", Layer.IPV6, 50, AttributeTable.plain(Layer.IPV6)),
  /** Authentication header over IPv6. */
  AH_IPV6("ah-ipv6", Layer.IPV6, 51, AttributeTable.plain(Layer.IPV6)),
  /** SCTP over IPv6. */
  SCTP_IPV6("sctp-ipv6", Layer.IPV6, 132, AttributeTable.sctp(Layer.IPV6)),
  /** ICMPv6. */
  ICMPV6("icmpv6", Layer.IPV6, 58, AttributeTable.icmp(Layer.IPV6)),
  /** Any IPv6 packet. */
  ALL_IPV6("all-ipv6", Layer.IPV6, -1, AttributeTable.plain(Layer.IPV6));

  private static final ImmutableMap<String, Protocol> BY_NAME =
      Arrays.stream(values()).collect(toImmutableMap(Protocol::elementName, p -> p));

  private final String elementName;
  private final Layer layer;
  private final int number;
  private final ImmutableMap<String, AttributeSpec<?>> byName;
  private final ImmutableMap<Attribute<?>, AttributeSpec<?>> byKey;

  Protocol(String elementName, Layer layer, int number, ImmutableList<AttributeSpec<?>> specs) {
    this.elementName = elementName;
    this.layer = layer;
    this.number = number;
    this.byName = specs.stream().collect(toImmutableMap(s -> s.attribute().xmlName(), s -> s));
    this.byKey = specs.stream().collect(toImmutableMap(AttributeSpec::attribute, s -> s));
  }

  /**
   * Returns the protocol of an element.
   *
   * @param elementName the element's name in XML
   * @return the protocol; empty if libvirt knows no such element
   */
  public static Optional<Protocol> of(String elementName) {
    return Optional.ofNullable(BY_NAME.get(elementName));
  }

  /** {@return the element's name in XML} */
  public String elementName() {
    return elementName;
  }

  /** {@return where it is filtered} */
  public Layer layer() {
    return layer;
  }

  /**
   * {@return the number that marks its packets: at the Ethernet layer the EtherType, at the IP
   * layers the protocol number (IANA); empty for {@code mac}, {@code stp} and {@code all}}
   */
  public OptionalInt number() {
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** {@return the attributes it takes, in the order in which libvirt prints them} */
  public List<AttributeSpec<?>> attributes() {
    return byName.values().asList();
  }

  /**
   * Returns the row of an attribute.
   *
   * @param xmlName the attribute's name in XML
   * @return the row; empty if this element has no such attribute
   */
  public Optional<AttributeSpec<?>> attribute(String xmlName) {
    return Optional.ofNullable(byName.get(xmlName));
  }

  /**
   * {@return the row of an attribute}
   *
   * @param <T> the type of its values
   * @param key the attribute
   * @throws IllegalArgumentException if this element has no such attribute
   */
  @SuppressWarnings("unchecked") // a row is stored under its own attribute
  public <T> AttributeSpec<T> spec(Attribute<T> key) {
    @Nullable AttributeSpec<?> spec = byKey.get(key);
    if (spec == null) {
      throw new IllegalArgumentException(
          "<" + elementName + "> has no attribute " + key.xmlName() + ", only " + byName.keySet());
    }
    return (AttributeSpec<T>) spec;
  }

  /** {@return the element's name in XML} */
  @Override
  public String toString() {
    return elementName;
  }
}
