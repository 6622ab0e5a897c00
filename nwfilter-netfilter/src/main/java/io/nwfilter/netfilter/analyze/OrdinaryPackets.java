package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.space.Fact;
import io.nwfilter.netfilter.analyze.space.Fragments;
import io.nwfilter.netfilter.analyze.space.Hops;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The packets that are as senders usually make them: frames without tags, whole headers, no later
 * fragments, with hops left. Others are described by how they differ from these, in as few words as
 * possible.
 */
final class OrdinaryPackets {

  private static final LayerType[] WITH_PORTS = {
    LayerType.TCP, LayerType.UDP, LayerType.UDP_LITE, LayerType.SCTP, LayerType.DCCP
  };

  /** The headers that may be cut off or come later; what is in them still counts. */
  private static final Header[] FORM = {
    Header.TRANSPORT, Header.TCP, Header.ICMP, Header.ICMPV6, Header.IGMP
  };

  private static final Fact[] FACTS = {
    Fact.LATER_OF_IPV6, Fact.TWO_OCTETS, Fact.FOUR_OCTETS, Fact.FOURTEEN_OCTETS
  };

  private static final Field[] FIELDS = {Field.IPV4_FRAGMENT_OFFSET, Field.PACKET_LENGTH};

  private final PacketSpace space;

  private OrdinaryPackets(PacketSpace space) {
    this.space = space;
  }

  /** {@return the set of them} */
  static int of(PacketSpace space) {
    return space.once(OrdinaryPackets.class, () -> new OrdinaryPackets(space).all());
  }

  /** {@return what some packets would be in all forms that differ from ordinary ones} */
  static int inAnyForm(PacketSpace space, int packets) {
    return withAnyHops(space, inOtherForms(space, packets));
  }

  /** {@return what some packets would be in all forms, with as many hops left} */
  static int inOtherForms(PacketSpace space, int packets) {
    IntStream.Builder form = IntStream.builder();
    for (Header header : FORM) {
      form.add(space.variables.presence(header));
    }
    for (Fact fact : FACTS) {
      form.add(space.variables.fact(fact));
    }
    for (Field field : FIELDS) {
      for (int bit : space.variables.bits(field)) {
        form.add(bit);
      }
    }
    return space.diagrams.exists(packets, VariableMask.of(form.build().toArray()));
  }

  /**
   * {@return what some packets would be with hops left and without} How many are left does not
   * matter.
   */
  private static int withAnyHops(PacketSpace space, int packets) {
    Diagrams diagrams = space.diagrams;
    int left = Hops.areLeft(space);
    VariableMask hops = VariableMask.of(space.variables.bits(Field.IP_TTL));
    int fromNone = diagrams.exists(diagrams.without(packets, left), hops);
    int without = diagrams.without(diagrams.exists(packets, hops), left);
    return space.diagrams.union(List.of(packets, diagrams.and(fromNone, left), without));
  }

  /** {@return the packets that have a form} */
  static int in(PacketSpace space, PacketForm form) {
    Diagrams diagrams = space.diagrams;
    return switch (form) {
      case LATER_FRAGMENT -> later(space);
      case CUT_OFF -> diagrams.without(cutOff(space), later(space));
      case SEVERAL_TAGS -> space.is(Fact.SEVERAL_TAGS);
      case NO_HOPS_LEFT -> diagrams.without(space.has(Header.IP), Hops.areLeft(space));
    };
  }

  private static int later(PacketSpace space) {
    return space.diagrams.or(Fragments.later(space, true), Fragments.later(space, false));
  }

  private static int cutOff(PacketSpace space) {
    OrdinaryPackets whole = new OrdinaryPackets(space);
    int known = space.implies(space.has(Header.IP), space.is(Fact.PROTOCOL_KNOWN));
    return space.diagrams.not(space.all(whole.frames(), known, whole.payloads()));
  }

  private int all() {
    return space.all(untagged(), frames(), datagrams(), payloads());
  }

  private int untagged() {
    int tag =
        space.isAnyOf(
            Field.ETHER_TYPE, LayerType.VLAN.protocol(), LayerType.SERVICE_VLAN.protocol());
    return space.all(space.diagrams.not(tag), space.diagrams.not(space.has(Header.VLAN)));
  }

  /** What an EtherType announces is there. */
  private int frames() {
    return space.all(
        announced(LayerType.IPV4, Header.IPV4),
        announced(LayerType.IPV6, Header.IPV6),
        announced(LayerType.ARP, Header.ARP),
        announced(LayerType.RARP, Header.ARP),
        space.implies(space.has(Header.ARP), space.is(Fact.ARP_ADDRESSES)));
  }

  private int announced(LayerType type, Header header) {
    return space.implies(space.is(Field.ETHER_TYPE, type.protocol()), space.has(header));
  }

  private int datagrams() {
    int whole =
        space.all(
            space.is(Fact.PROTOCOL_KNOWN),
            Hops.areLeft(space),
            space.implies(space.has(Header.IPV4), space.is(Field.IPV4_FRAGMENT_OFFSET, 0)),
            space.diagrams.not(space.is(Fact.LATER_OF_IPV6)));
    return space.implies(space.has(Header.IP), whole);
  }

  /** What a protocol of IP announces is there. */
  private int payloads() {
    int all = EVERYTHING;
    for (LayerType type : WITH_PORTS) {
      all = space.diagrams.and(all, follows(Header.IP, type, Header.TRANSPORT));
    }
    return space.all(
        all,
        follows(Header.IP, LayerType.TCP, Header.TCP),
        follows(Header.IPV4, LayerType.ICMP, Header.ICMP),
        follows(Header.IPV4, LayerType.IGMP, Header.IGMP),
        follows(Header.IPV6, LayerType.ICMPV6, Header.ICMPV6));
  }

  private int follows(Header datagram, LayerType type, Header header) {
    int announced = space.is(Field.IP_PROTOCOL, type.protocol());
    return space.implies(space.diagrams.and(space.has(datagram), announced), space.has(header));
  }
}
