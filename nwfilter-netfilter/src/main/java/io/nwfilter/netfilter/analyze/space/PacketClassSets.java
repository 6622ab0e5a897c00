package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Classes of packets as sets. */
public final class PacketClassSets {

  private static final int LONGEST = 0xffff;

  /** How many octets are counted as one in lengths of headers. */
  private static final int UNIT = 4;

  private final PacketSpace space;
  private final MatchSets plain;

  /** Begins with the space of the sets. */
  public PacketClassSets(PacketSpace space) {
    this.space = space;
    this.plain = new MatchSets(space, Family.IPV4, ImmutableSet.of(), ImmutableSet.of());
  }

  /** {@return the packets of a class as they enter} */
  public int of(PacketClass packets) {
    return space.once(packets, () -> of(packets, plain));
  }

  /** {@return the packets that are of a class when rules have changed some} */
  public int of(PacketClass packets, Changes changes, Object place) {
    return changes.isEmpty()
        ? of(packets)
        : of(
            packets,
            new MatchesAt(
                space, plain, ImmutableMap.of(), ImmutableSet.of(), changes, Place.of(place)));
  }

  private int of(PacketClass packets, Match.Visitor<Integer> matches) {
    return space.diagrams.and(
        any(packets.alternatives(), matches),
        space.diagrams.not(any(packets.exceptions(), matches)));
  }

  /** {@return the packets that meet all conditions of one of several} */
  private int any(List<List<PacketCondition>> several, Match.Visitor<Integer> matches) {
    List<Integer> sets = new ArrayList<>(several.size());
    for (List<PacketCondition> all : several) {
      List<Integer> met = new ArrayList<>(all.size());
      for (PacketCondition condition : all) {
        met.add(of(condition, matches));
      }
      sets.add(space.diagrams.intersection(met));
    }
    return space.diagrams.union(sets);
  }

  /** {@return the packets that meet a condition as they enter} */
  public int of(PacketCondition condition) {
    return of(condition, plain);
  }

  private int of(PacketCondition condition, Match.Visitor<Integer> matches) {
    if (condition instanceof PacketCondition.Not not) {
      return space.diagrams.not(of(not.condition(), matches));
    }
    if (condition instanceof PacketCondition.OfField field) {
      if (field.field().header() == Header.STP) {
        return bpdus(field);
      }
      int met =
          matches.visit(
              new FieldMatch(field.field(), field.values(), field.negated(), null, false));
      if (field.field() == Field.PACKET_LENGTH) {
        return space.all(
            met, isAtLeast(Header.IPV4, LayerType.IPV4), isAtLeast(Header.IPV6, LayerType.IPV6));
      }
      return field.field().header() == Header.CONNECTION || field.field() == Field.CONNECTION_STATE
          ? space.diagrams.and(space.has(Header.IP), met) // nothing else is tracked
          : met;
    }
    PacketCondition.OfSlot ofSlot = (PacketCondition.OfSlot) condition;
    if (isAnyOfAuthentication(ofSlot)) {
      return authenticated();
    }
    if (!isPossible(ofSlot)) {
      return NOTHING;
    }
    return space.diagrams.and(
        presence(ofSlot.slot().type()), space.unknown(new Unknown.Condition(ofSlot)));
  }

  /**
   * {@return the BPDUs that meet a condition} Of these, rules read each field one octet before its
   * place, so that sets do not know what it holds.
   */
  private int bpdus(PacketCondition.OfField condition) {
    Slot slot = condition.field().slots().get(0);
    return space.diagrams.and(
        space.has(Header.LLC),
        space.unknown(
            new Unknown.Condition(
                new PacketCondition.OfSlot(slot, condition.values(), condition.negated()))));
  }

  /** {@return the packets that are as long as a header, if they have it} */
  private int isAtLeast(Header header, LayerType type) {
    return space.implies(
        space.has(header),
        space.in(Field.PACKET_LENGTH, Values.range(type.leastLength(), LONGEST)));
  }

  /** {@return whether a length that is right can meet a condition} */
  private static boolean isPossible(PacketCondition.OfSlot condition) {
    int least = least(condition.slot());
    return least == 0
        || LongStream.rangeClosed(least, Bits.ones(condition.slot().width()).low())
            .anyMatch(
                length -> condition.values().contains(Bits.of(length)) != condition.negated());
  }

  /** {@return the least that the slot of a length has, which is that of the header alone} */
  private static int least(Slot slot) {
    return switch (slot) {
      case IPV4_HEADER_LENGTH, TCP_DATA_OFFSET, DCCP_DATA_OFFSET ->
          slot.type().leastLength() / UNIT;
      case IPV4_LENGTH, UDP_LENGTH -> slot.type().leastLength();
      case AH_LENGTH -> slot.type().leastLength() / UNIT - 2; // RFC 4302, section 2.2
      default -> 0;
    };
  }

  /** {@return the packets that have a layer, and some others if sets cannot tell} */
  private int presence(LayerType type) {
    return switch (type) {
      case IPV4 -> space.has(Header.IPV4);
      case IPV6, HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION_OPTIONS -> space.has(Header.IPV6);
      case ARP, RARP -> space.has(Header.ARP);
      case VLAN, SERVICE_VLAN -> space.has(Header.VLAN);
      case TCP, UDP, UDP_LITE, SCTP, DCCP, ICMP, ICMPV6, IGMP, ESP ->
          space.diagrams.and(
              space.has(Header.IP),
              space.isAnyOf(Field.IP_PROTOCOL, type.protocol(), LayerType.AH.protocol()));
      default -> EVERYTHING;
    };
  }

  /** {@return whether it is enough for a condition that there is an authentication header} */
  private static boolean isAnyOfAuthentication(PacketCondition.OfSlot condition) {
    return condition.slot().type() == LayerType.AH
        && !condition.negated()
        && condition.values().equals(Values.masked(0, 0));
  }

  private int authenticated() {
    int ofIpv4 =
        space.all(
            space.has(Header.IPV4),
            space.has(Header.IP),
            space.is(Field.IP_PROTOCOL, LayerType.AH.protocol()));
    return space.diagrams.or(space.is(Fact.AUTHENTICATED), ofIpv4);
  }
}
