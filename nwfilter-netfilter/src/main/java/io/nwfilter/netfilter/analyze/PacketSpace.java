package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Sets of packets: which headers a packet can have, and which values their fields. */
final class PacketSpace {

  private static final int TAG = 0x8100;
  private static final int SERVICE_TAG = 0x88a8;
  private static final int LONGEST_LENGTH = 0x5ff;

  final Diagrams diagrams;
  final Variables variables = new Variables();
  private final Map<Family, Integer> universes = new EnumMap<>(Family.class);

  PacketSpace(Diagrams diagrams) {
    this.diagrams = diagrams;
  }

  /** {@return the packets that have a header} */
  int has(Header header) {
    return header == Header.META ? EVERYTHING : diagrams.variableSet(variables.presence(header));
  }

  int is(Variables.Fact fact) {
    return diagrams.variableSet(variables.fact(fact));
  }

  /** {@return the packets in which something that cannot be known holds} */
  int atom(Object what) {
    return diagrams.variableSet(variables.atom(what));
  }

  /**
   * {@return the packets whose value of a field is in a set, whether they have the header or not}
   */
  int in(Field field, Values values) {
    int[] bits = variables.bits(field);
    List<Integer> cubes = new ArrayList<>();
    for (Values.Masked cube : values.cubes(field.width())) {
      cubes.add(diagrams.cube(bits, cube.value(), cube.mask()));
    }
    return diagrams.union(cubes);
  }

  private int is(Field field, long value) {
    return in(field, Values.single(field, value));
  }

  private int isAnyOf(Field field, long... values) {
    int set = NOTHING;
    for (long value : values) {
      set = diagrams.or(set, is(field, value));
    }
    return set;
  }

  private int all(int... sets) {
    int set = EVERYTHING;
    for (int one : sets) {
      set = diagrams.and(set, one);
    }
    return set;
  }

  private int implies(int condition, int consequence) {
    return diagrams.or(diagrams.not(condition), consequence);
  }

  private int equal(int left, int right) {
    return diagrams.choose(left, right, diagrams.not(right));
  }

  /**
   * {@return the packets that rules of a family can meet} A header that a packet should have may be
   * missing, as packets can be cut off; what it has must be possible.
   */
  int universe(Family family) {
    return universes.computeIfAbsent(
        family,
        any ->
            switch (any) {
              case BRIDGE -> all(has(Header.ETHERNET), frames(), datagrams(), connections());
              case IPV4 -> all(has(Header.IPV4), frames(), datagrams(), connections());
              case IPV6 -> all(has(Header.IPV6), frames(), datagrams(), connections());
            });
  }

  /** What EtherTypes allow. */
  private int frames() {
    int tagged = isAnyOf(Field.ETHER_TYPE, TAG, SERVICE_TAG);
    int arp =
        diagrams.or(
            isAnyOf(Field.ETHER_TYPE, LayerType.ARP.protocol(), LayerType.RARP.protocol()), tagged);
    int ipv4 = diagrams.or(is(Field.ETHER_TYPE, LayerType.IPV4.protocol()), tagged);
    int ipv6 = diagrams.or(is(Field.ETHER_TYPE, LayerType.IPV6.protocol()), tagged);
    int length = in(Field.ETHER_TYPE, Values.range(0, LONGEST_LENGTH));
    return all(
        implies(has(Header.VLAN), tagged),
        implies(has(Header.ARP), arp),
        implies(has(Header.IPV4), ipv4),
        implies(has(Header.IPV6), ipv6),
        implies(has(Header.LLC), diagrams.or(length, tagged)),
        implies(has(Header.STP), has(Header.LLC)),
        implies(is(Variables.Fact.SNAP), has(Header.LLC)),
        implies(is(Variables.Fact.ARP_ADDRESSES), has(Header.ARP)),
        implies(is(Variables.Fact.SEVERAL_TAGS), tagged),
        diagrams.not(diagrams.and(has(Header.IPV4), has(Header.IPV6))),
        diagrams.not(
            diagrams.and(has(Header.ARP), diagrams.or(has(Header.IPV4), has(Header.IPV6)))));
  }

  /** What protocols of IP allow. */
  private int datagrams() {
    int first = is(Field.IPV4_FRAGMENT_OFFSET, 0);
    int ipv4 = diagrams.and(has(Header.IPV4), first);
    int ipv6 = diagrams.without(has(Header.IPV6), is(Variables.Fact.LATER_OF_IPV6));
    int whole = diagrams.or(ipv4, ipv6);
    int transport =
        isAnyOf(
            Field.IP_PROTOCOL,
            LayerType.TCP.protocol(),
            LayerType.UDP.protocol(),
            LayerType.UDP_LITE.protocol(),
            LayerType.SCTP.protocol(),
            LayerType.DCCP.protocol());
    int tcp = is(Field.IP_PROTOCOL, LayerType.TCP.protocol());
    return all(
        equal(has(Header.IP), diagrams.or(has(Header.IPV4), has(Header.IPV6))),
        implies(has(Header.TRANSPORT), diagrams.and(whole, transport)),
        implies(has(Header.TCP), all(has(Header.TRANSPORT), tcp)),
        implies(
            has(Header.ICMP), diagrams.and(ipv4, is(Field.IP_PROTOCOL, LayerType.ICMP.protocol()))),
        implies(
            has(Header.ICMPV6),
            diagrams.and(ipv6, is(Field.IP_PROTOCOL, LayerType.ICMPV6.protocol()))),
        implies(
            has(Header.IGMP), diagrams.and(ipv4, is(Field.IP_PROTOCOL, LayerType.IGMP.protocol()))),
        implies(is(Variables.Fact.AUTHENTICATED), has(Header.IPV6)),
        implies(is(Variables.Fact.LATER_OF_IPV6), has(Header.IPV6)));
  }

  /** A packet has one state, and what starts a connection goes as its first packet. */
  private int connections() {
    TrackedState[] exclusive = {
      TrackedState.INVALID,
      TrackedState.NEW,
      TrackedState.RELATED,
      TrackedState.ESTABLISHED,
      TrackedState.UNTRACKED
    };
    Bits mask = Bits.of(31);
    int one = NOTHING;
    int[] bits = variables.bits(Field.CONNECTION_STATE);
    for (TrackedState state : exclusive) {
      one = diagrams.or(one, diagrams.cube(bits, Bits.of(state.bit()), mask));
    }
    int without = diagrams.or(state(TrackedState.INVALID), state(TrackedState.UNTRACKED));
    int original = is(Field.CONNECTION_DIRECTION, 0);
    return all(
        one,
        equal(has(Header.CONNECTION), diagrams.not(without)),
        implies(state(TrackedState.NEW), original),
        equal(is(Field.IS_BRIDGED, 1), is(Field.HAS_OUT_PORT, 1)),
        implies(is(Field.HAS_OUT_PORT, 1), is(Field.HAS_IN_PORT, 1)));
  }

  private int state(TrackedState state) {
    Bits bit = Bits.of(state.bit());
    return diagrams.cube(variables.bits(Field.CONNECTION_STATE), bit, bit);
  }
}
