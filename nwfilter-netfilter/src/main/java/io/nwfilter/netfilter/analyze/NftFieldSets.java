package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;

/**
 * The packets that meet a match on a field in a table of nftables, which mostly compares octets at
 * fixed places. Where a set does not tell what is there, as no header that it knows is, whether the
 * match is met is not known.
 */
final class NftFieldSets {

  private static final Bits NOBODY = Bits.of(0xffff_ffffL);

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
    return switch (match.field()) {
      case IP_PROTOCOL -> protocol(match);
      case SOURCE_PORT, DESTINATION_PORT, TCP_FLAGS -> ofOctets(match, Fact.of(match.field()));
      case ICMP_TYPE, ICMPV6_TYPE, IGMP_TYPE ->
          inIp(
              diagrams.choose(
                  diagrams.without(space.has(match.field().header()), authenticated()),
                  met(match),
                  other(match)));
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
          ARP_TARGET_IP ->
          arp(match);
      case IPV4_SOURCE, IPV4_DESTINATION, IPV6_SOURCE, IPV6_DESTINATION, IP_TOS ->
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

  private int arp(FieldMatch match) {
    int known = others.presence(match.field());
    int arp =
        diagrams.choose(
            space.has(Header.VLAN),
            space.is(Field.VLAN_ETHER_TYPE, LayerType.ARP.protocol()),
            space.is(Field.ETHER_TYPE, LayerType.ARP.protocol()));
    return diagrams.without(
        diagrams.and(arp, diagrams.choose(known, met(match), other(match))),
        space.is(Fact.SEVERAL_TAGS));
  }
}
