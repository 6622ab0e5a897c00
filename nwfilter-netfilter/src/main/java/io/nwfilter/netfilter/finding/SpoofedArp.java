package io.nwfilter.netfilter.finding;

import static io.nwfilter.netfilter.packet.PacketCondition.in;
import static io.nwfilter.netfilter.packet.PacketCondition.is;
import static io.nwfilter.netfilter.packet.PacketCondition.outside;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.DhcpPorts;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.PacketText;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.Optional;

/**
 * Finds filters that let a guest send IPv4 from some addresses only, but ARP that claims others. It
 * is enough to look at one other address, which few filters name.
 */
final class SpoofedArp {

  /** An address for documentation (RFC 5737), which no guest has. */
  private static final Ipv4Address FOREIGN = Ipv4Address.parse("203.0.113.77");

  /** Requests and replies. */
  private static final Values CLAIMS = Values.range(1, 2);

  private final GuestTraffic guest;
  private final PacketSets sets;
  private final Entry entry;
  private final PacketCondition mac;

  SpoofedArp(GuestTraffic guest) {
    this.guest = guest;
    this.sets = guest.sets();
    this.entry = guest.subject().fromGuest();
    this.mac = is(Field.ETHERNET_SOURCE, Bits.of(guest.subject().guest().mac()).low());
  }

  Optional<Diagnostic> find() {
    PacketSet foreign = ip(in(Field.IPV4_SOURCE, single(Field.IPV4_SOURCE)));
    if (!guest.holds(() -> !foreign.isEmpty() && arriving(foreign).isEmpty() && isSelective())) {
      return Optional.empty();
    }
    PacketSet claims =
        arriving(
            sent(
                is(Field.ETHER_TYPE, LayerType.ARP.protocol()),
                in(Field.ARP_OPERATION, CLAIMS),
                in(Field.ARP_SENDER_IP, single(Field.ARP_SENDER_IP))));
    return guest.witness(claims, entry).map(claim -> diagnostic(claim, foreign));
  }

  /** {@return whether IPv4 with some other source passes} */
  private boolean isSelective() {
    return !arriving(ip(outside(Field.IPV4_SOURCE, Values.single(Field.IPV4_SOURCE, 0)))).isEmpty();
  }

  private static Values single(Field field) {
    return Values.single(field, Bits.of(FOREIGN));
  }

  /** {@return packets of TCP, UDP and ICMP, but none to a server of DHCP, with some source} */
  private PacketSet ip(PacketCondition source) {
    PacketCondition ipv4 = is(Field.ETHER_TYPE, LayerType.IPV4.protocol());
    Values ports = Values.single(Field.DESTINATION_PORT, DhcpPorts.SERVER);
    return sent(
            ipv4,
            in(
                Field.IP_PROTOCOL,
                new Values.Union(
                    ImmutableList.of(protocol(LayerType.TCP), protocol(LayerType.UDP)))),
            outside(Field.DESTINATION_PORT, ports),
            source)
        .or(sent(ipv4, in(Field.IP_PROTOCOL, protocol(LayerType.ICMP)), source));
  }

  private static Values protocol(LayerType type) {
    return Values.single(Field.IP_PROTOCOL, type.protocol());
  }

  private PacketSet sent(PacketCondition... conditions) {
    return guest.sent(
        sets.of(PacketClass.of(conditions)).and(sets.of(PacketClass.of(mac))),
        entry,
        Optional.empty());
  }

  private PacketSet arriving(PacketSet packets) {
    return packets.and(sets.arriving(entry, Optional.empty()));
  }

  private Diagnostic diagnostic(Packet claim, PacketSet foreign) {
    String message =
        "IPv4 from the guest is dropped if its source is an address such as "
            + FOREIGN
            + ", but ARP that claims to have this address passes, such as '"
            + PacketText.print(claim)
            + "'";
    return new Diagnostic(
        FindingCode.SPOOFED_ARP_OPEN, message, guest.place(guest.witness(foreign, entry), entry));
  }
}
