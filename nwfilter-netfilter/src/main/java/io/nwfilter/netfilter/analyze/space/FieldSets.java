package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Ipv6AddressTypes;

/** The packets that meet a match on a field, as the kernel of a family reads that field. */
final class FieldSets {

  private static final Bits TO_HOST = Bits.ZERO;
  private static final int TO_OTHER_HOST = 3;
  private static final int NO_NEXT_HEADER = 59;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final Family family;

  FieldSets(PacketSpace space, Family family) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.family = family;
  }

  /** {@return the packets that meet a match, of which nothing has changed the field} */
  int of(FieldMatch match) {
    return switch (match.field()) {
      case IN_PORT ->
          diagrams.choose(space.is(Field.HAS_IN_PORT, 1), met(match), always(match.negated()));
      case OUT_PORT ->
          diagrams.choose(
              space.is(Field.HAS_OUT_PORT, 1),
              met(match),
              diagrams.without(always(match.negated()), space.is(Field.HAS_IN_PORT, 1)));
      case PACKET_TYPE -> packetType(match);
      case IP_PROTOCOL -> protocol(match);
      case SOURCE_ADDRESS_TYPE, DESTINATION_ADDRESS_TYPE ->
          diagrams.and(presence(match.field()), addressType(match));
      case TCP_OPTION -> diagrams.and(presence(match.field()), option(match));
      case LLC_SAP -> diagrams.and(presence(match.field()), servicePoints(match));
      default -> diagrams.and(presence(match.field()), met(match));
    };
  }

  /** {@return the packets that have a field, as matches of the family see it} */
  int presence(Field field) {
    return switch (field) {
      case ARP_SENDER_MAC -> space.is(Fact.ARP_SENDER_MAC);
      case ARP_TARGET_MAC -> space.is(Fact.ARP_TARGET_MAC);
      case ARP_SENDER_IP, ARP_TARGET_IP -> space.is(Fact.ARP_ADDRESSES);
      case SNAP_TYPE -> space.is(Fact.SNAP);
      case PACKET_LENGTH, SOURCE_ADDRESS_TYPE, DESTINATION_ADDRESS_TYPE -> space.has(Header.IP);
      default -> ofHeader(field);
    };
  }

  /** {@return the packets that meet a match on octets, of which nothing has changed these} */
  int ofOctets(FieldMatch match) {
    return diagrams.and(octets(match.field()), met(match));
  }

  /** {@return the packets that have octets where TCP has a field, as the family compares them} */
  int octets(Field field) {
    int octets = space.is(Fact.of(field));
    return family == Family.IPV6 ? diagrams.without(octets, space.is(Fact.AUTHENTICATED)) : octets;
  }

  private int ofHeader(Field field) {
    Header header = field.header();
    if (header == Header.STP && field != Field.STP_TYPE) {
      return space.is(Fact.STP_WHOLE);
    }
    boolean afterIp = header == Header.TRANSPORT || header == Header.TCP || header == Header.ICMPV6;
    return afterIp && family == Family.IPV6
        ? diagrams.without(space.has(header), space.is(Fact.AUTHENTICATED))
        : space.has(header);
  }

  private static int always(boolean met) {
    return met ? EVERYTHING : NOTHING;
  }

  private int met(FieldMatch match) {
    return negated(space.in(match.field(), match.values()), match.negated());
  }

  private int negated(int set, boolean negated) {
    return negated ? diagrams.not(set) : set;
  }

  /** Rules of the IP layer do not see that a frame is for another host. */
  private int packetType(FieldMatch match) {
    return family == Family.BRIDGE
        ? met(match)
        : diagrams.choose(
            space.is(match.field(), TO_OTHER_HOST), always(match, TO_HOST), met(match));
  }

  private int protocol(FieldMatch match) {
    int met = diagrams.and(space.is(Fact.PROTOCOL_KNOWN), met(match));
    return switch (family) {
      case IPV4 -> met;
      case IPV6 -> diagrams.choose(space.is(Fact.AUTHENTICATED), always(match, LayerType.AH), met);
      case BRIDGE ->
          diagrams.choose(
              space.is(Fact.LATER_OF_IPV6),
              always(match, LayerType.FRAGMENT),
              diagrams.without(met, withoutNextHeader()));
    };
  }

  /** {@return the packets of IPv6 without a next header, which ebtables takes for cut off} */
  private int withoutNextHeader() {
    return diagrams.and(space.has(Header.IPV6), space.is(Field.IP_PROTOCOL, NO_NEXT_HEADER));
  }

  private static int always(FieldMatch match, LayerType value) {
    return always(match, Bits.of(value.protocol()));
  }

  private static int always(FieldMatch match, Bits value) {
    return always(match.values().contains(value) != match.negated());
  }

  private int addressType(FieldMatch match) {
    if (family != Family.IPV6) {
      return met(match);
    }
    int met = EVERYTHING;
    for (Values wanted : Ipv6AddressTypes.wanted(match.values())) {
      met = diagrams.and(met, space.in(match.field(), wanted));
    }
    return negated(met, match.negated());
  }

  /** A packet may have several options, one of which is wanted. */
  private int option(FieldMatch match) {
    return negated(asked(match, false), match.negated());
  }

  /** A frame has two service access points, which may differ: both or none is wanted. */
  private int servicePoints(FieldMatch match) {
    int both = asked(match, false);
    return match.negated() ? diagrams.without(asked(match, true), both) : both;
  }

  private int asked(FieldMatch match, boolean negated) {
    return space.atom(Atom.same(FieldMatch.of(match.field(), match.values()).negated(negated)));
  }
}
