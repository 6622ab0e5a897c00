package io.nwfilter.netfilter.nft;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Multimaps;
import com.google.common.collect.Table;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.ruleset.Selector;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The expressions that are known, in one table from which they are written and read. The first one
 * of a field is the usual one.
 */
final class Expressions {

  /** Protocols with ports, by the word that asks for them. */
  static final ImmutableMap<Integer, String> WITH_PORTS =
      ImmutableMap.of(6, "tcp", 17, "udp", 33, "dccp", 132, "sctp", 136, "udplite");

  static final int TCP = 6;

  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;

  private static final ValueText ETHER_TYPE = ValueText.named(NftNames.ETHER_TYPES, "0x%04x");
  private static final ValueText OCTETS = ValueText.named(ImmutableBiMap.of(), "0x%x");
  private static final ValueText PROTOCOL = ValueText.named(NftNames.PROTOCOLS, "%d");

  private static final ValueText ADDRESS_TYPE = ValueText.bitNumbers(NftNames.ADDRESS_TYPES);

  private static final ImmutableList<Expression> ALL =
      ImmutableList.<Expression>builder()
          .addAll(ofTheKernel())
          .addAll(ofFrames())
          .addAll(ofPackets())
          .addAll(ports())
          .addAll(octets())
          .build();

  /** Those with a name, by field and name. */
  private static final ImmutableTable<Field, String, ImmutableList<Expression>> NAMED = named();

  /** Those without a name. */
  private static final ImmutableListMultimap<Field, Expression> USUAL =
      Multimaps.index(
          ALL.stream().filter(expression -> expression.via() == null).toList(), Expression::field);

  private Expressions() {}

  private static ImmutableTable<Field, String, ImmutableList<Expression>> named() {
    Table<Field, String, ImmutableList<Expression>> named = HashBasedTable.create();
    for (Expression expression : ALL) {
      String via = expression.via();
      if (via != null) {
        ImmutableList<Expression> known = named.get(expression.field(), via);
        ImmutableList.Builder<Expression> all = ImmutableList.builder();
        named.put(
            expression.field(),
            via,
            all.addAll(known == null ? ImmutableList.of() : known).add(expression).build());
      }
    }
    return ImmutableTable.copyOf(named);
  }

  private static List<Expression> ofTheKernel() {
    return List.of(
        Expression.of("iifname", Field.IN_INTERFACE, ValueText.INTERFACE),
        Expression.of("oifname", Field.OUT_INTERFACE, ValueText.INTERFACE),
        Expression.of("iif", Field.IN_INTERFACE, ValueText.INTERFACE).via("iif"),
        Expression.of("oif", Field.OUT_INTERFACE, ValueText.INTERFACE).via("oif"),
        Expression.of("meta ibrname", Field.IN_BRIDGE, ValueText.INTERFACE),
        Expression.of("meta obrname", Field.OUT_BRIDGE, ValueText.INTERFACE),
        Expression.of("meta mark", Field.MARK, ValueText.MARK),
        Expression.of(
            "meta pkttype", Field.PACKET_TYPE, ValueText.named(NftNames.PACKET_TYPES, "%d")),
        Expression.of("meta length", Field.PACKET_LENGTH, ValueText.DECIMAL),
        Expression.of("meta skuid", Field.SOCKET_USER, ValueText.DECIMAL),
        Expression.of("meta skgid", Field.SOCKET_GROUP, ValueText.DECIMAL),
        Expression.of("meta l4proto", Field.IP_PROTOCOL, PROTOCOL),
        Expression.of("ct state", Field.CONNECTION_STATE, ValueText.states(NftNames.STATES))
            .bits(0, 0x1f),
        Expression.of(
            "ct status", Field.CONNECTION_STATUS, ValueText.named(NftNames.STATUSES, "0x%x")),
        Expression.of("ct status", Field.CONNECTION_STATE, ValueText.states(NftNames.TRANSLATED))
            .bits(0, TranslationStatus.BITS),
        Expression.of(
            "ct direction", Field.CONNECTION_DIRECTION, ValueText.named(NftNames.DIRECTIONS, "%d")),
        Expression.of("fib saddr type", Field.SOURCE_ADDRESS_TYPE, ADDRESS_TYPE).via("fib"),
        Expression.of("fib daddr type", Field.DESTINATION_ADDRESS_TYPE, ADDRESS_TYPE).via("fib"),
        Expression.of("ct mark", Field.CONNECTION_MARK, ValueText.MARK));
  }

  private static List<Expression> ofFrames() {
    return List.of(
        Expression.of("ether saddr", Field.ETHERNET_SOURCE, ValueText.MAC),
        Expression.of("ether daddr", Field.ETHERNET_DESTINATION, ValueText.MAC),
        Expression.of("ether type", Field.ETHER_TYPE, ETHER_TYPE),
        Expression.of("vlan id", Field.VLAN_ID, ValueText.DECIMAL),
        Expression.of("vlan pcp", Field.VLAN_PRIORITY, ValueText.DECIMAL),
        Expression.of("vlan type", Field.VLAN_ETHER_TYPE, ETHER_TYPE),
        Expression.of("arp hlen", Field.ARP_HARDWARE_LENGTH, ValueText.DECIMAL),
        Expression.of("arp plen", Field.ARP_PROTOCOL_LENGTH, ValueText.DECIMAL),
        Expression.of("arp htype", Field.ARP_HARDWARE_TYPE, ValueText.DECIMAL),
        Expression.of("arp ptype", Field.ARP_PROTOCOL_TYPE, ETHER_TYPE),
        Expression.of(
            "arp operation", Field.ARP_OPERATION, ValueText.named(NftNames.ARP_OPERATIONS, "%d")),
        Expression.of("arp saddr ether", Field.ARP_SENDER_MAC, ValueText.MAC),
        Expression.of("arp daddr ether", Field.ARP_TARGET_MAC, ValueText.MAC),
        Expression.of("arp saddr ip", Field.ARP_SENDER_IP, ValueText.IPV4),
        Expression.of("arp daddr ip", Field.ARP_TARGET_IP, ValueText.IPV4));
  }

  private static List<Expression> ofPackets() {
    ValueText codePoint = ValueText.named(NftNames.CODE_POINTS, "0x%02x");
    ValueText flags = ValueText.named(NftNames.TCP_FLAGS, "0x%x");
    return List.of(
        Expression.of("ip saddr", Field.IPV4_SOURCE, ValueText.IPV4),
        Expression.of("ip daddr", Field.IPV4_DESTINATION, ValueText.IPV4),
        Expression.of("ip protocol", Field.IP_PROTOCOL, PROTOCOL).via("ip").needing(Header.IPV4),
        Expression.of("ip6 nexthdr", Field.IP_PROTOCOL, PROTOCOL).via("ip6").needing(Header.IPV6),
        Expression.of("ip dscp", Field.IP_TOS, codePoint).bits(2, 0xfc).needing(Header.IPV4),
        congestion("ip ecn", Header.IPV4),
        Expression.of("ip ttl", Field.IP_TTL, ValueText.DECIMAL).needing(Header.IPV4),
        Expression.of("ip6 saddr", Field.IPV6_SOURCE, ValueText.IPV6),
        Expression.of("ip6 daddr", Field.IPV6_DESTINATION, ValueText.IPV6),
        Expression.of(
            "exthdr frag", Field.IPV6_FRAGMENT, ValueText.named(NftNames.EXISTENCE, "%d")),
        Expression.of("frag frag-off", Field.IPV6_FRAGMENT_OFFSET, ValueText.DECIMAL),
        Expression.of("ip6 dscp", Field.IP_TOS, codePoint).bits(2, 0xfc).needing(Header.IPV6),
        congestion("ip6 ecn", Header.IPV6),
        Expression.of("ip6 hoplimit", Field.IP_TTL, ValueText.DECIMAL).needing(Header.IPV6),
        ofIcmp("icmp type", Field.ICMP_TYPE, ValueText.named(NftNames.ICMP_TYPES, "%d"), 1),
        ofIcmp("icmp code", Field.ICMP_TYPE, ValueText.named(NftNames.ICMP_CODES, "%d"), 1),
        ofIcmp("icmpv6 type", Field.ICMPV6_TYPE, ValueText.named(NftNames.ICMPV6_TYPES, "%d"), 58),
        ofIcmp("icmpv6 code", Field.ICMPV6_TYPE, ValueText.named(NftNames.ICMPV6_CODES, "%d"), 58),
        Expression.of("igmp type", Field.IGMP_TYPE, ValueText.named(NftNames.IGMP_TYPES, "%d"))
            .of(2),
        Expression.of("tcp flags", Field.TCP_FLAGS, flags).of(TCP));
  }

  private static Expression congestion(String words, Header header) {
    return Expression.of(words, Field.IP_TOS, ValueText.named(NftNames.CONGESTION, "%d"))
        .bits(0, 0x03)
        .needing(header);
  }

  private static Expression ofIcmp(String words, Field field, ValueText text, int protocol) {
    Expression whole = Expression.of(words, field, text).of(protocol);
    return words.endsWith("type") ? whole.bits(8, 0xff00) : whole.bits(0, 0xff);
  }

  private static List<Expression> ports() {
    ImmutableList.Builder<Expression> ports = ImmutableList.builder();
    WITH_PORTS.forEach(
        (protocol, word) -> {
          ports.add(port(word + " sport", Field.SOURCE_PORT).of(protocol));
          ports.add(port(word + " dport", Field.DESTINATION_PORT).of(protocol));
        });
    ports.add(port("th sport", Field.SOURCE_PORT), port("th dport", Field.DESTINATION_PORT));
    return ports.build();
  }

  /**
   * {@return expressions that take octets without asking for a protocol first} nft would ask for
   * ARP before it takes a field of RARP, and finds octets of later fragments where ports are;
   * {@code first} takes octets that it only finds in first fragments, as it never takes three at
   * once from others (seen with Linux 6.18).
   */
  private static List<Expression> octets() {
    return List.of(
        octets("@nh,0,16", Field.ARP_HARDWARE_TYPE, "nh"),
        octets("@nh,16,16", Field.ARP_PROTOCOL_TYPE, "nh"),
        octets("@nh,32,8", Field.ARP_HARDWARE_LENGTH, "nh"),
        octets("@nh,40,8", Field.ARP_PROTOCOL_LENGTH, "nh"),
        octets("@nh,48,16", Field.ARP_OPERATION, "nh"),
        octets("@nh,64,48", Field.ARP_SENDER_MAC, "nh"),
        octets("@nh,112,32", Field.ARP_SENDER_IP, "nh"),
        octets("@nh,144,48", Field.ARP_TARGET_MAC, "nh"),
        octets("@nh,192,32", Field.ARP_TARGET_IP, "nh"),
        octets("@nh,8,8", Field.IP_TOS, "nh").needing(Header.IPV4),
        octets("@nh,4,8", Field.IP_TOS, "nh").needing(Header.IPV6),
        octets("@th,0,16", Field.ICMP_TYPE, "th").of(ICMP),
        octets("@th,0,16", Field.ICMPV6_TYPE, "th").of(ICMPV6),
        octets("@th,8,24", Field.ICMP_TYPE, "first").of(ICMP),
        octets("@th,8,24", Field.ICMPV6_TYPE, "first").of(ICMPV6),
        octets("@th,8,24", Field.DESTINATION_PORT, "first"),
        octets("@th,104,24", Field.TCP_FLAGS, "first").of(TCP));
  }

  private static Expression octets(String words, Field field, String via) {
    return Expression.of(words.replace(",", " , "), field, OCTETS).via(via);
  }

  /**
   * {@return the expression of a field whose octets begin at a place}
   *
   * @param base the header from which the place is counted, {@code @nh} or {@code @th}
   * @param bit the place
   */
  static Optional<Expression> ofOctets(String base, int bit) {
    if (base.equals("@th")) {
      return switch (bit) {
        case 0 -> ofAnyProtocol(Field.SOURCE_PORT);
        case 16 -> ofAnyProtocol(Field.DESTINATION_PORT);
        default -> Optional.empty();
      };
    }
    List<String> place = List.of(base, ",", Integer.toString(bit));
    return ALL.stream()
        .filter(octets -> octets.isOfOctets() && octets.needed().isEmpty())
        .filter(octets -> octets.words().subList(0, place.size()).equals(place))
        .findFirst();
  }

  private static Optional<Expression> ofAnyProtocol(Field port) {
    return USUAL.get(port).stream()
        .filter(expression -> expression.protocol() == Expression.NO_PROTOCOL)
        .findFirst();
  }

  private static Expression port(String words, Field field) {
    return Expression.of(words, field, ValueText.PORT);
  }

  /**
   * {@return the expression that begins at a word, none for others} The same octets are other
   * fields of other protocols.
   *
   * @param protocol the protocol that packets have, or {@link Expression#NO_PROTOCOL}
   * @param omitted whether its first word, {@code meta}, is not there
   */
  static Optional<Expression> at(WordStream words, int protocol, boolean omitted) {
    if (omitted) {
      List<String> whole = List.of("meta", words.peek().text());
      return ALL.stream().filter(expression -> expression.words().equals(whole)).findFirst();
    }
    List<Expression> known =
        ALL.stream().filter(expression -> words.startsWith(expression.words())).toList();
    return known.stream()
        .filter(expression -> expression.protocol() == protocol)
        .findFirst()
        .or(
            () ->
                known.stream()
                    .filter(
                        expression ->
                            !expression.isOfOctets()
                                || expression.protocol() == Expression.NO_PROTOCOL)
                    .findFirst());
  }

  /** {@return the expressions with the same words, which have other values} */
  static List<Expression> alike(Expression expression) {
    return ALL.stream()
        .filter(
            other ->
                other.words().equals(expression.words())
                    && other.protocol() == expression.protocol())
        .toList();
  }

  /** {@return the expressions of a field by a name for them, in the order of the table} */
  static List<Expression> of(Field field, @Nullable String via) {
    if (via == null) {
      return USUAL.get(field);
    }
    List<Expression> named = NAMED.get(field, via);
    return named == null ? ImmutableList.of() : named;
  }

  /** {@return the type that the part of a set has which is asked for a selector} */
  static Optional<KeyType> keyType(Selector selector) {
    return switch (selector.field()) {
      case IN_INTERFACE, OUT_INTERFACE ->
          Optional.of(
              selector.via().isPresent() ? KeyType.INTERFACE_INDEX : KeyType.INTERFACE_NAME);
      case IN_BRIDGE, OUT_BRIDGE -> Optional.of(KeyType.INTERFACE_NAME);
      case MARK, CONNECTION_MARK -> Optional.of(KeyType.MARK);
      case IP_PROTOCOL -> Optional.of(KeyType.PROTOCOL);
      case ETHERNET_SOURCE, ETHERNET_DESTINATION, ARP_SENDER_MAC, ARP_TARGET_MAC ->
          Optional.of(KeyType.MAC_ADDRESS);
      case ETHER_TYPE, VLAN_ETHER_TYPE, ARP_PROTOCOL_TYPE -> Optional.of(KeyType.ETHER_TYPE);
      case IPV4_SOURCE, IPV4_DESTINATION, ARP_SENDER_IP, ARP_TARGET_IP ->
          Optional.of(KeyType.IPV4_ADDRESS);
      case IPV6_SOURCE, IPV6_DESTINATION -> Optional.of(KeyType.IPV6_ADDRESS);
      case SOURCE_PORT, DESTINATION_PORT -> Optional.of(KeyType.PORT);
      default -> Optional.empty();
    };
  }

  /** {@return an expression whose values are of a type} */
  static Expression ofType(KeyType type) {
    Field field =
        switch (type) {
          case INTERFACE_INDEX, INTERFACE_NAME -> Field.IN_INTERFACE;
          case MAC_ADDRESS -> Field.ETHERNET_SOURCE;
          case ETHER_TYPE -> Field.ETHER_TYPE;
          case IPV4_ADDRESS -> Field.IPV4_SOURCE;
          case IPV6_ADDRESS -> Field.IPV6_SOURCE;
          case PROTOCOL -> Field.IP_PROTOCOL;
          case PORT -> Field.SOURCE_PORT;
          case MARK -> Field.MARK;
        };
    return of(field, null).get(0);
  }
}
