package io.nwfilter.netfilter.finding;

import static io.nwfilter.netfilter.packet.PacketCondition.in;
import static io.nwfilter.netfilter.packet.PacketCondition.is;
import static io.nwfilter.netfilter.packet.PacketCondition.outside;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.value.Ipv6Address;
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
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.List;
import java.util.Optional;

/**
 * Finds filters that let a guest send IPv6 from some addresses only, but messages of neighbour
 * discovery (RFC 4861) by which it gets what is meant for others: that it is a router, or has
 * somebody else's address. Of the latter, rules see the sender, not the address.
 */
final class SpoofedNeighbors {

  /** An address for documentation (RFC 3849), which no guest has. */
  private static final Ipv6Address FOREIGN = Ipv6Address.parse("2001:db8:ffff::77");

  private static final int ECHO_REQUEST = 128 << 8;
  private static final int ROUTER_ADVERTISEMENT = 134 << 8;
  private static final int NEIGHBOR_ADVERTISEMENT = 136 << 8;
  private static final PacketCondition IPV6 = is(Field.ETHER_TYPE, LayerType.IPV6.protocol());

  /** Routers have link-local addresses when they advertise themselves (RFC 4861, section 4.2). */
  private static final Values LINK_LOCAL =
      Values.prefix(Field.IPV6_SOURCE, new Bits(0xfe80_0000_0000_0000L, 0), 10);

  private final GuestTraffic guest;
  private final PacketSets sets;
  private final Entry entry;
  private final PacketCondition mac;

  SpoofedNeighbors(GuestTraffic guest) {
    this.guest = guest;
    this.sets = guest.sets();
    this.entry = guest.subject().fromGuest();
    this.mac = is(Field.ETHERNET_SOURCE, Bits.of(guest.subject().guest().mac()).low());
  }

  List<Diagnostic> find() {
    PacketSet foreign = ip(in(Field.IPV6_SOURCE, single(Bits.of(FOREIGN))));
    if (!guest.holds(() -> !foreign.isEmpty() && arriving(foreign).isEmpty() && isSelective())) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<Diagnostic> found = ImmutableList.builder();
    message(ROUTER_ADVERTISEMENT, in(Field.IPV6_SOURCE, LINK_LOCAL))
        .ifPresent(packet -> found.add(ofRouter(packet, foreign)));
    message(NEIGHBOR_ADVERTISEMENT, outside(Field.IPV6_SOURCE, single(Bits.ZERO)))
        .map(packet -> packet.with(Slot.NEIGHBOR_TARGET, Bits.of(FOREIGN)))
        .ifPresent(packet -> found.add(ofNeighbor(packet, foreign)));
    return found.build();
  }

  /** {@return whether IPv6 with some other source passes} */
  private boolean isSelective() {
    return !arriving(ip(outside(Field.IPV6_SOURCE, single(Bits.ZERO)))).isEmpty();
  }

  private static Values single(Bits address) {
    return new Values.Masked(address, Bits.ones(Field.IPV6_SOURCE.width()));
  }

  /** {@return packets of TCP and UDP, and echo requests, with some source} */
  private PacketSet ip(PacketCondition source) {
    return sent(
            IPV6,
            in(
                Field.IP_PROTOCOL,
                new Values.Union(
                    ImmutableList.of(protocol(LayerType.TCP), protocol(LayerType.UDP)))),
            source)
        .or(sent(IPV6, is(Field.ICMPV6_TYPE, ECHO_REQUEST), source));
  }

  private static Values protocol(LayerType type) {
    return Values.single(Field.IP_PROTOCOL, type.protocol());
  }

  /** {@return a message of neighbour discovery that passes} */
  private Optional<Packet> message(int type, PacketCondition source) {
    return guest.witness(arriving(sent(IPV6, is(Field.ICMPV6_TYPE, type), source)), entry);
  }

  private PacketSet sent(PacketCondition... conditions) {
    return guest.sent(
        sets.of(PacketClass.of(conditions)).and(sets.of(PacketClass.of(mac))),
        entry,
        Optional.empty());
  }

  private PacketSet arriving(PacketSet packets) {
    return sets.arriving(entry, Optional.empty(), packets);
  }

  private Diagnostic ofRouter(Packet packet, PacketSet foreign) {
    return diagnostic(
        FindingCode.ROUTER_ADVERTISEMENTS_OPEN,
        "router advertisements of the guest pass, such as '",
        packet,
        foreign);
  }

  private Diagnostic ofNeighbor(Packet packet, PacketSet foreign) {
    return diagnostic(
        FindingCode.SPOOFED_NEIGHBOR_OPEN,
        "neighbour advertisements pass, which may claim this address, such as '",
        packet,
        foreign);
  }

  private Diagnostic diagnostic(FindingCode code, String what, Packet packet, PacketSet foreign) {
    String message =
        "IPv6 from the guest is dropped if its source is an address such as "
            + FOREIGN
            + ", but "
            + what
            + PacketText.print(packet)
            + "'";
    return new Diagnostic(code, message, guest.place(guest.witness(foreign, entry), entry));
  }
}
