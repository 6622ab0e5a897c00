package io.nwfilter.netfilter.finding;

import static io.nwfilter.netfilter.packet.PacketCondition.in;
import static io.nwfilter.netfilter.packet.PacketCondition.is;
import static io.nwfilter.netfilter.packet.PacketCondition.outside;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ObjectArrays;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.PacketText;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds families of packets that pass freely in a direction in which IP is dropped by default. It
 * is if nothing of the protocols passes that no one uses, and not all of TCP and UDP to a port that
 * no one uses and of ICMP either; only such packets are led through the rules until it is known
 * that it is. If IPv6 is dropped altogether, IPv4 is reported with other frames that pass, as many
 * guests do not use IPv6.
 */
final class OpenFamilies {

  /** Protocols that IANA has not assigned to anything: what passes of them, passes by default. */
  private static final Values UNASSIGNED = Values.range(149, 252);

  /** A port that few filters name. */
  private static final int UNUSED_PORT = 1;

  private static final long IPV4 = LayerType.IPV4.protocol();
  private static final long IPV6 = LayerType.IPV6.protocol();

  private final GuestTraffic guest;
  private final PacketSets sets;
  private final List<Open> ofIp = new ArrayList<>();
  private final List<Open> ofOthers = new ArrayList<>();

  OpenFamilies(GuestTraffic guest) {
    this.guest = guest;
    this.sets = guest.sets();
  }

  /**
   * A direction of packets.
   *
   * @param name the preposition that goes with the guest
   * @param entry where the packets enter
   * @param end where they arrive; empty for anywhere
   * @param mac the address of the guest, which they have
   */
  private record Direction(String name, Entry entry, Optional<End> end, PacketCondition mac) {}

  /**
   * Packets that pass freely.
   *
   * @param dropped the packets of the same direction that are dropped by default
   * @param open those that pass
   */
  private record Open(Family dropped, Family open) {}

  Optional<Diagnostic> find() {
    long own = Bits.of(guest.subject().guest().mac()).low();
    look(
        new Direction(
            "from", guest.subject().fromGuest(), Optional.empty(), is(Field.ETHERNET_SOURCE, own)));
    look(
        new Direction(
            "to",
            guest.others(),
            Optional.of(guest.subject().guestEnd()),
            is(Field.ETHERNET_DESTINATION, own)));
    return ofIp.isEmpty()
        ? report(FindingCode.OTHER_FRAMES_OPEN, ofOthers)
        : report(FindingCode.OTHER_FAMILY_OPEN, ofIp);
  }

  private void look(Direction direction) {
    Family ipv4 = new Family(direction, "IPv4 packet", is(Field.ETHER_TYPE, IPV4), LayerType.ICMP);
    Family ipv6 =
        new Family(direction, "IPv6 packet", is(Field.ETHER_TYPE, IPV6), LayerType.ICMPV6);
    boolean ipv4Dropped = ipv4.isDroppedByDefault();
    boolean ipv6Dropped = ipv6.isDroppedByDefault();
    if (ipv4Dropped && !ipv6Dropped && ipv6.isOpen()) {
      ofIp.add(new Open(ipv4, ipv6));
    } else if (ipv6Dropped && !ipv4Dropped && ipv4.isOpen() && ipv6.isSelective()) {
      ofIp.add(new Open(ipv6, ipv4));
    }
    Family others =
        new Family(direction, "frame that is neither IP nor ARP", others(), LayerType.ICMP);
    if ((ipv4Dropped || ipv6Dropped) && others.isOpen()) {
      Family dropped = ipv4Dropped ? ipv4 : ipv6;
      if (!ipv4Dropped && ipv4.isOpen()) {
        ofOthers.add(new Open(dropped, ipv4));
      }
      ofOthers.add(new Open(dropped, others));
    }
  }

  /** {@return what is neither IP nor ARP, as far as rules can see} */
  private static PacketCondition others() {
    return outside(
        Field.ETHER_TYPE,
        new Values.Union(
            ImmutableList.of(
                Values.single(Field.ETHER_TYPE, IPV4),
                Values.single(Field.ETHER_TYPE, IPV6),
                Values.single(Field.ETHER_TYPE, LayerType.ARP.protocol()))));
  }

  /** The packets of a family in a direction. */
  private final class Family {

    private final Direction direction;
    private final String name;
    private final PacketCondition condition;
    private final LayerType icmp;

    Family(Direction direction, String name, PacketCondition condition, LayerType icmp) {
      this.direction = direction;
      this.name = name;
      this.condition = condition;
      this.icmp = icmp;
    }

    /** {@return the name without what its packets are called} */
    String protocol() {
      return name.replace(" packet", "");
    }

    /** {@return packets that would arrive without rules, as first ones of a connection} */
    PacketSet sent(PacketCondition... more) {
      PacketClass packets =
          PacketClass.of(ObjectArrays.concat(more, conditions(), PacketCondition.class));
      return guest.sent(sets.of(packets), direction.entry(), direction.end());
    }

    private PacketCondition[] conditions() {
      return new PacketCondition[] {condition, direction.mac()};
    }

    private PacketSet arriving(PacketSet packets) {
      return packets.and(sets.arriving(direction.entry(), direction.end()));
    }

    boolean isDroppedByDefault() {
      return guest.holds(this::dropsUnassigned);
    }

    private boolean dropsUnassigned() {
      PacketSet unassigned = sent(in(Field.IP_PROTOCOL, UNASSIGNED));
      return !unassigned.isEmpty() && arriving(unassigned).isEmpty() && !dropped().isEmpty();
    }

    private PacketSet toUnusedPort(LayerType protocol) {
      return sent(
          is(Field.IP_PROTOCOL, protocol.protocol()),
          is(Field.SOURCE_PORT, UNUSED_PORT),
          is(Field.DESTINATION_PORT, UNUSED_PORT));
    }

    boolean isOpen() {
      return guest.holds(this::passesWhole);
    }

    private boolean passesWhole() {
      PacketSet all = sent();
      return !all.isEmpty() && all.without(arriving(all)).isEmpty();
    }

    /** {@return whether some packets pass: what is dropped altogether may just not be used} */
    boolean isSelective() {
      return guest.holds(() -> !arriving(sent()).isEmpty());
    }

    /** {@return packets that are dropped by default, of one protocol; empty if none are} */
    PacketSet dropped() {
      PacketSet tcp = missing(toUnusedPort(LayerType.TCP));
      if (!tcp.isEmpty()) {
        return tcp;
      }
      PacketSet udp = missing(toUnusedPort(LayerType.UDP));
      return udp.isEmpty() ? missing(sent(is(Field.IP_PROTOCOL, icmp.protocol()))) : udp;
    }

    private PacketSet missing(PacketSet packets) {
      return packets.without(arriving(packets));
    }
  }

  private Optional<Diagnostic> report(FindingCode code, List<Open> open) {
    if (open.isEmpty()) {
      return Optional.empty();
    }
    Open first = open.get(0);
    String directions =
        String.join(
            " and ", open.stream().map(one -> one.open().direction.name()).distinct().toList());
    String passing =
        String.join(" and every ", open.stream().map(one -> one.open().name).distinct().toList());
    String message =
        "%s %s the guest is dropped unless a rule accepts it, but every %s passes"
            .formatted(first.dropped().protocol(), directions, passing);
    return Optional.of(new Diagnostic(code, message + example(first), place(first)));
  }

  private String example(Open open) {
    return witness(open.open(), open.open().sent())
        .map(packet -> ", such as '" + PacketText.print(packet) + "'")
        .orElse("");
  }

  private Optional<Packet> witness(Family family, PacketSet packets) {
    return guest.witness(packets, family.direction.entry());
  }

  /** {@return the rule that drops what the filter is meant to drop} */
  private Origin place(Open open) {
    Family family = open.dropped();
    return guest.place(witness(family, family.dropped()), family.direction.entry());
  }
}
