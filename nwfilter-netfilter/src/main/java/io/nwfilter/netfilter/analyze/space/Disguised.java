package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.Replacement;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.sample.Disguise;
import java.util.HashMap;
import java.util.Map;

/** The plain packets whose other form is in a set. */
public final class Disguised {

  private static final int VLAN = LayerType.VLAN.protocol();
  private static final int SERVICE_VLAN = LayerType.SERVICE_VLAN.protocol();
  private static final int SOME_VLAN = 5;
  private static final int SOME_LENGTH = 100;
  private static final VariableMask LENGTH = Variables.bits(Field.PACKET_LENGTH::equals);

  private final PacketSpace space;
  private final Diagrams diagrams;

  /** Begins with the space of the sets. */
  public Disguised(PacketSpace space) {
    this.space = space;
    this.diagrams = space.diagrams;
  }

  /** What a form has in place of the variables of the plain packet. */
  private final class Form {

    private final Map<Integer, Integer> replacements = new HashMap<>();

    Form has(Header header, boolean present) {
      replacements.put(space.variables.presence(header), present ? EVERYTHING : NOTHING);
      return this;
    }

    Form is(Fact fact, boolean holds) {
      replacements.put(space.variables.fact(fact), holds ? EVERYTHING : NOTHING);
      return this;
    }

    Form set(Field field, long value) {
      int[] bits = space.variables.bits(field);
      for (int i = 0; i < bits.length; i++) {
        boolean one = (value >>> (bits.length - 1 - i) & 1) != 0;
        replacements.put(bits[i], one ? EVERYTHING : NOTHING);
      }
      return this;
    }

    /** The field has what another one has in the plain packet. */
    Form copy(Field field, Field plain) {
      int[] bits = space.variables.bits(field);
      int[] from = space.variables.bits(plain);
      for (int i = 0; i < bits.length; i++) {
        replacements.put(bits[i], diagrams.variableSet(from[i]));
      }
      return this;
    }

    int in(int set) {
      return new Replacement(diagrams, replacements).in(set);
    }
  }

  private Form tagged(int id) {
    return new Form()
        .has(Header.VLAN, true)
        .set(Field.ETHER_TYPE, VLAN)
        .set(Field.VLAN_ID, id)
        .set(Field.VLAN_PRIORITY, 0)
        .copy(Field.VLAN_ETHER_TYPE, Field.ETHER_TYPE);
  }

  private Form withoutIp() {
    Form form = new Form();
    for (Header header : Header.values()) {
      switch (header) {
        case ARP, IPV4, IPV6, IP, TRANSPORT, TCP, ICMP, ICMPV6, IGMP -> form.has(header, false);
        case META, CONNECTION, ETHERNET, LLC, VLAN, STP -> {}
      }
    }
    return form.is(Fact.ARP_SENDER_MAC, false)
        .is(Fact.ARP_TARGET_MAC, false)
        .is(Fact.ARP_ADDRESSES, false)
        .is(Fact.PROTOCOL_KNOWN, false);
  }

  /**
   * {@return the plain packets that arrive in another form}
   *
   * @param form the form
   * @param arriving what arrives
   */
  public int in(Disguise form, int arriving) {
    return switch (form) {
      case TAG -> diagrams.and(plain(), tagged(SOME_VLAN).in(arriving));
      case PRIORITY_TAG -> diagrams.and(plain(), tagged(0).in(arriving));
      case TWO_TAGS ->
          diagrams.and(
              plain(),
              tagged(SOME_VLAN)
                  .set(Field.VLAN_ETHER_TYPE, VLAN)
                  .is(Fact.SEVERAL_TAGS, true)
                  .in(arriving));
      case SERVICE_TAG ->
          diagrams.and(
              plain(),
              new Form()
                  .has(Header.VLAN, false)
                  .set(Field.ETHER_TYPE, SERVICE_VLAN)
                  .is(Fact.SEVERAL_TAGS, true)
                  .in(arriving));
      case SNAP ->
          diagrams.and(
              plain(),
              withoutIp()
                  .has(Header.LLC, true)
                  .is(Fact.SNAP, true)
                  .set(Field.ETHER_TYPE, SOME_LENGTH)
                  .copy(Field.SNAP_TYPE, Field.ETHER_TYPE)
                  .in(arriving));
      case FRAGMENTS -> fragmented(ofAnyLength(arriving));
      case HOP_BY_HOP, DESTINATION_OPTIONS, ROUTING ->
          diagrams.and(space.has(Header.IPV6), ofAnyLength(arriving));
    };
  }

  /** {@return the packets of which one of another length is in a set, as the form has another} */
  private int ofAnyLength(int set) {
    return diagrams.exists(set, LENGTH);
  }

  private int plain() {
    return diagrams.without(
        space.in(Field.ETHER_TYPE, Values.range(Field.LEAST_ETHER_TYPE, 0xffff)),
        space.isAnyOf(Field.ETHER_TYPE, VLAN, SERVICE_VLAN));
  }

  /**
   * The first fragment may be so short that only ports are in it, later ones have less: that octets
   * of their payload are taken for ports is left out.
   */
  private int fragmented(int arriving) {
    int first = new Form().has(Header.TCP, false).is(Fact.FOURTEEN_OCTETS, false).in(arriving);
    Form later =
        new Form()
            .is(Fact.TWO_OCTETS, false)
            .is(Fact.FOUR_OCTETS, false)
            .is(Fact.FOURTEEN_OCTETS, false);
    for (Header header : new Header[] {Header.TRANSPORT, Header.TCP, Header.ICMP, Header.ICMPV6}) {
      later.has(header, false);
    }
    int ofIpv4 = later.has(Header.IGMP, false).set(Field.IPV4_FRAGMENT_OFFSET, 1).in(arriving);
    int ofIpv6 = later.is(Fact.LATER_OF_IPV6, true).in(arriving);
    int all =
        diagrams.or(
            diagrams.and(space.has(Header.IPV4), ofIpv4),
            diagrams.and(space.has(Header.IPV6), ofIpv6));
    return diagrams.and(first, all);
  }
}
