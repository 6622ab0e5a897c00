package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Words.Word;
import java.util.List;
import java.util.Optional;

/** Packets of everyday protocols that a text only names. */
final class ReadyMade {

  /** The words that start the text of such a packet. */
  static final ImmutableSet<String> WORDS =
      ImmutableSet.of("dhcp", "dhcpv6", "dns", "ra", "ns", "na", "ping");

  private static final Ipv6Address ALL_NODES = Ipv6Address.parse("ff02::1");
  private static final int MOST_HOPS = 255;
  private static final int EPHEMERAL = 40_000;
  private static final int DNS = 53;

  private final Words words;

  ReadyMade(Words words) {
    this.words = words;
  }

  Clause read(Word word) {
    return switch (word.text()) {
      case "dhcp" -> new Dhcp(words).read();
      case "dhcpv6" -> new Dhcpv6(words).read();
      case "dns" -> dns();
      case "ra" -> ReadyMade::advertisedRouter;
      case "ns" -> solicitation();
      case "na" -> advertisement();
      default -> ping();
    };
  }

  private IpAddress address() {
    return Endpoint.readAddress(words, words.take("an address"));
  }

  private Ipv6Address target() {
    return words.read("an IPv6 address", Ipv6Address::parse);
  }

  private ImmutableList<IpAddress> ends() {
    IpAddress source = address();
    words.expect(">");
    Word word = words.take("the destination address");
    IpAddress destination = Endpoint.readAddress(words, word);
    words.read(word, text -> Layer.ip(source, destination));
    return ImmutableList.of(source, destination);
  }

  private Clause ping() {
    ImmutableList<IpAddress> ends = ends();
    boolean ipv4 = ends.get(0) instanceof Ipv4Address;
    return Clauses.fixed(
        ImmutableList.of(
            Layer.ip(ends.get(0), ends.get(1)),
            ipv4 ? Layer.icmp(LayerType.ICMP, 8, 0) : Layer.icmp(LayerType.ICMPV6, 128, 0)));
  }

  /** {@return a query for addresses of a name (RFC 1035, section 4)} */
  private Clause dns() {
    Word name = words.take("the name to ask for");
    Octets query = words.read(name, text -> query(text));
    ImmutableList<IpAddress> ends = ends();
    return Clauses.fixed(
        ImmutableList.of(
            Layer.ip(ends.get(0), ends.get(1)),
            Layer.ports(LayerType.UDP, EPHEMERAL, DNS),
            Layer.payload(query)));
  }

  private static Octets query(String name) {
    Octets query = Octets.parse("000101000001000000000000"); // id 1, recursion desired, a question
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > 63) {
        throw new IllegalArgumentException("'" + name + "' is not a name such as example.org");
      }
      query =
          query
              .followedBy(Octets.of(new byte[] {(byte) label.length()}))
              .followedBy(TextValues.octets("\"" + label + "\""));
    }
    return query.followedBy(Octets.parse("0000010001")); // the root, type A, class IN
  }

  /** {@return an interface's own address on its link} */
  static Ipv6Address linkLocal(Bits mac) {
    return Ipv6Address.linkLocal(new MacAddress(mac.low()));
  }

  private static Layer hops(Layer ip) {
    return ip.with(Slot.IPV6_HOP_LIMIT, MOST_HOPS); // RFC 4861: so that no router has passed it on
  }

  private static Octets linkLayerOption(int type, Bits mac) {
    return Octets.of(new byte[] {(byte) type, 1}).followedBy(mac(mac));
  }

  static Octets mac(Bits mac) {
    return Octets.zeros(6).with(0, 48, mac);
  }

  /** {@return a router that offers itself for half an hour (RFC 4861, section 4.2)} */
  private static List<Layer> advertisedRouter(Bits source, Optional<Bits> destination) {
    Layer message =
        Layer.icmp(LayerType.ICMPV6, 134, 0)
            .with(Slot.ICMPV6_ID, 64 << 8)
            .with(Slot.ICMPV6_SEQUENCE, 1800);
    return ImmutableList.of(
        hops(Layer.ip(linkLocal(source), ALL_NODES)),
        message,
        Layer.payload(Octets.zeros(8).followedBy(linkLayerOption(1, source))));
  }

  private Clause solicitation() {
    Ipv6Address target = target();
    Ipv6Address group = new Ipv6Address(0xff02L << 48, 0x1_ff00_0000L | (target.low() & 0xff_ffff));
    return (source, destination) ->
        neighbor(Layer.ip(linkLocal(source), group), 135, 0, target, linkLayerOption(1, source));
  }

  /** Reads an advertisement to all nodes, which overrides what they know. */
  private Clause advertisement() {
    Ipv6Address target = target();
    return (source, destination) ->
        neighbor(Layer.ip(target, ALL_NODES), 136, 0x2000, target, linkLayerOption(2, source));
  }

  private static List<Layer> neighbor(
      Layer ip, int type, int flags, Ipv6Address target, Octets option) {
    return ImmutableList.of(
        hops(ip),
        Layer.icmp(LayerType.ICMPV6, type, 0).with(Slot.ICMPV6_ID, flags),
        Layer.of(LayerType.NEIGHBOR).with(Slot.NEIGHBOR_TARGET, Bits.of(target)),
        Layer.payload(option));
  }
}
