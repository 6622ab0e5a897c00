package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The packets that meet a match on a field in a table of nftables, which mostly compares octets at
 * fixed places. Where a set does not tell what is there, as no header that it knows is, whether the
 * match is met is not known.
 */
final class NftFieldSets {

  private static final Bits NOBODY = Bits.of(0xffff_ffffL);

  private static final long UNICAST = 1L << 1;
  private static final long LOCAL = 1L << 2;
  private static final long MULTICAST = 1L << 5;

  /** Protocols that are headers between IPv6 and the protocol (RFC 8200), and AH. */
  private static final ImmutableList<Integer> EXTENSIONS =
      ImmutableList.of(0, 43, 44, 51, 60, 135, 139, 140);

  private static final int ETHERNET = 1;
  private static final int OCTETS_OF_MAC = 6;
  private static final int OCTETS_OF_IPV4 = 4;
  private static final int IPV4 = 0x0800;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final Family family;
  private final FieldSets others;

  NftFieldSets(PacketSpace space, Family family) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.family = family;
    this.others = new FieldSets(space, family);
  }

  /** {@return the packets that meet a match, of which nothing has changed the field} */
  int of(FieldMatch match) {
    if (match.via().equals(Optional.of("first"))) {
      return inIp(diagrams.without(space.has(match.field().header()), authenticated()));
    }
    return switch (match.field()) {
      case IP_PROTOCOL -> protocol(match);
      case SOURCE_ADDRESS_TYPE, DESTINATION_ADDRESS_TYPE -> inIp(addressType(match));
      case SOURCE_PORT, DESTINATION_PORT, TCP_FLAGS -> ofOctets(match, Fact.of(match.field()));
      case ICMP_TYPE, ICMPV6_TYPE, IGMP_TYPE ->
          inIp(
              diagrams.choose(
                  diagrams.without(space.has(match.field().header()), authenticated()),
                  met(match),
                  other(match)));
      case IPV6_FRAGMENT -> inIp(diagrams.and(space.has(Header.IPV6), fragment(match)));
      case IPV6_FRAGMENT_OFFSET -> inIp(diagrams.and(space.has(Header.IPV6), place(match)));
      case PACKET_LENGTH -> family == Family.BRIDGE ? other(match) : others.of(match);
      case SOCKET_USER, SOCKET_GROUP ->
          diagrams.without(
              others.of(match), space.in(match.field(), Values.single(match.field(), NOBODY)));
      case VLAN_ID, VLAN_PRIORITY, VLAN_ETHER_TYPE ->
          space.all(
              space.has(Header.VLAN),
              space.is(Field.ETHER_TYPE, LayerType.VLAN.protocol()),
              met(match));
      case ARP_HARDWARE_TYPE,
          ARP_PROTOCOL_TYPE,
          ARP_OPERATION,
          ARP_SENDER_MAC,
          ARP_TARGET_MAC,
          ARP_SENDER_IP,
          ARP_TARGET_IP,
          ARP_HARDWARE_LENGTH,
          ARP_PROTOCOL_LENGTH ->
          arp(match);
      case IPV4_SOURCE, IPV4_DESTINATION, IPV6_SOURCE, IPV6_DESTINATION, IP_TOS, IP_TTL ->
          inIp(others.of(match));
      default -> others.of(match);
    };
  }

  private int met(FieldMatch match) {
    int in = space.in(match.field(), match.values());
    return match.negated() ? diagrams.not(in) : in;
  }

  /** {@return the packets whose octets meet a match, where a set does not have these octets} */
  private int other(FieldMatch match) {
    return space.unknown(new Unknown.Octets(family, match));
  }

  /** Whether there is a header of fragments; later fragments have one. */
  private int fragment(FieldMatch match) {
    boolean wanted = match.values().contains(Bits.of(1)) != match.negated();
    int there = diagrams.or(space.is(Fact.LATER_OF_IPV6), firstOfIpv6());
    return wanted ? there : diagrams.not(there);
  }

  /** A set tells only whether a fragment is the first one. */
  private int place(FieldMatch match) {
    boolean first = match.values().contains(Bits.ZERO) != match.negated();
    boolean one = match.values().equals(Values.single(match.field(), Bits.ZERO));
    int later = one ? (match.negated() ? EVERYTHING : NOTHING) : other(match);
    return diagrams.choose(
        space.is(Fact.LATER_OF_IPV6),
        later,
        diagrams.and(firstOfIpv6(), first ? EVERYTHING : NOTHING));
  }

  /** {@return packets that may be first fragments, which a set does not tell from whole ones} */
  private int firstOfIpv6() {
    return space.atom(Atom.same(FieldMatch.of(Field.IPV6_FRAGMENT, 1)));
  }

  private int authenticated() {
    return space.is(Fact.AUTHENTICATED);
  }

  /** {@return those of some packets that nf_tables finds IP in: of two tags, it skips one} */
  private int inIp(int packets) {
    int ip = diagrams.and(space.has(Header.IP), packets);
    return family == Family.BRIDGE ? diagrams.without(ip, space.is(Fact.SEVERAL_TAGS)) : ip;
  }

  private int ofOctets(FieldMatch match, Fact there) {
    int known = diagrams.without(space.is(there), authenticated());
    // On a bridge, octets after the packet are compared, too, if the frame has them.
    int elsewhere =
        family == Family.BRIDGE ? other(match) : diagrams.and(authenticated(), other(match));
    return inIp(
        diagrams.and(space.is(Fact.PROTOCOL_KNOWN), diagrams.choose(known, met(match), elsewhere)));
  }

  private int protocol(FieldMatch match) {
    if (match.via().equals(Optional.of("ip6"))) {
      return inIp(diagrams.and(space.has(Header.IPV6), nextHeader(match)));
    }
    if (match.via().isPresent()) { // the octet in the header of IPv4
      return inIp(diagrams.and(space.has(Header.IPV4), met(match)));
    }
    boolean ofAuthenticated =
        match.values().contains(Bits.of(LayerType.AH.protocol())) != match.negated();
    return inIp(
        diagrams.choose(
            authenticated(),
            ofAuthenticated ? EVERYTHING : NOTHING,
            diagrams.and(space.is(Fact.PROTOCOL_KNOWN), met(match))));
  }

  /**
   * The octet is the protocol or, if there are extension headers, the number of the first of them,
   * which a set does not tell.
   */
  private int nextHeader(FieldMatch match) {
    boolean wantsExtension =
        EXTENSIONS.stream().anyMatch(number -> match.values().contains(Bits.of(number)));
    if (wantsExtension) {
      return other(match);
    }
    int in = diagrams.and(space.is(Fact.PROTOCOL_KNOWN), space.in(match.field(), match.values()));
    int open = other(match);
    return match.negated() ? diagrams.or(diagrams.not(in), open) : diagrams.and(in, open);
  }

  /**
   * For IPv6, one type comes before others; that of an address without a route is not known to a
   * set.
   */
  private int addressType(FieldMatch match) {
    if (family != Family.IPV6) { // of one type, whose bit iptables asks for
      long[] wanted =
          LongStream.range(0, match.field().width())
              .map(number -> 1L << number)
              .filter(bit -> match.values().contains(Bits.of(bit)))
              .toArray();
      FieldMatch ofBits = FieldMatch.of(match.field(), Values.anyOf(wanted));
      return others.of(match.negated() ? ofBits.negate() : ofBits);
    }
    Field field = match.field();
    int local = space.in(field, Values.anyOf(LOCAL));
    int group = diagrams.without(space.in(field, Values.anyOf(MULTICAST)), local);
    boolean negated = match.negated();
    boolean ofRoute = match.values().contains(Bits.of(UNICAST));
    return diagrams.choose(
        local,
        always(match, LOCAL),
        diagrams.choose(
            group,
            always(match, MULTICAST),
            ofRoute ? other(match) : negated ? EVERYTHING : NOTHING));
  }

  private static int always(FieldMatch match, long type) {
    return match.values().contains(Bits.of(type)) != match.negated() ? EVERYTHING : NOTHING;
  }

  private int arp(FieldMatch match) {
    int met =
        match.via().isPresent()
            ? diagrams.choose(space.has(Header.ARP), arpField(match), octetsOfOthers(match))
            : diagrams.and(typed(LayerType.ARP), arpField(match));
    return diagrams.without(met, space.is(Fact.SEVERAL_TAGS));
  }

  /** {@return the frames with the type of a layer, perhaps after a tag} */
  private int typed(LayerType layer) {
    return diagrams.choose(
        space.has(Header.VLAN),
        space.is(Field.VLAN_ETHER_TYPE, layer.protocol()),
        space.is(Field.ETHER_TYPE, layer.protocol()));
  }

  /**
   * {@return the packets without ARP whose octets meet a match that does not ask for ARP} Of ARP
   * that is cut off before its addresses, nothing is taken to be there.
   */
  private int octetsOfOthers(FieldMatch match) {
    return diagrams.without(other(match), diagrams.or(typed(LayerType.ARP), typed(LayerType.RARP)));
  }

  /**
   * Addresses are at the places that nft knows if those before them are as long as usual; what is
   * not there although it belongs there is nowhere else.
   */
  private int arpField(FieldMatch match) {
    int ethernet = space.is(Field.ARP_HARDWARE_TYPE, ETHERNET);
    int ipv4 = space.is(Field.ARP_PROTOCOL_TYPE, IPV4);
    int six = space.is(Field.ARP_HARDWARE_LENGTH, OCTETS_OF_MAC);
    int four = space.is(Field.ARP_PROTOCOL_LENGTH, OCTETS_OF_IPV4);
    return switch (match.field()) {
      case ARP_SENDER_MAC -> known(match, NOTHING, diagrams.and(ethernet, six));
      case ARP_TARGET_MAC -> known(match, NOTHING, space.all(ethernet, six, four));
      case ARP_SENDER_IP -> known(match, six, NOTHING);
      case ARP_TARGET_IP -> known(match, diagrams.and(six, four), space.all(six, four, ipv4));
      default -> diagrams.and(others.presence(match.field()), met(match));
    };
  }

  /**
   * {@return the packets that meet a match on an address of ARP}
   *
   * @param usual those in which it is in its usual place, if it is there
   * @param whole those in which it is in its usual place, or cut off
   */
  private int known(FieldMatch match, int usual, int whole) {
    int there = diagrams.and(others.presence(match.field()), met(match));
    int place = diagrams.and(usual, others.presence(match.field()));
    return diagrams.choose(diagrams.or(place, whole), there, other(match));
  }
}
