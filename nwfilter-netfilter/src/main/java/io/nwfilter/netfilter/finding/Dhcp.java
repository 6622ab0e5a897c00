package io.nwfilter.netfilter.finding;

import static io.nwfilter.netfilter.packet.PacketCondition.in;
import static io.nwfilter.netfilter.packet.PacketCondition.is;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.value.MacAddress;
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
import java.util.List;
import java.util.Optional;

/**
 * Finds filters that let a guest send and receive IPv4, but drop all requests of DHCP from it, or
 * all replies to it, whoever the server is: the host or somebody else on the bridge.
 */
final class Dhcp {

  private static final int CLIENT = 68;
  private static final int SERVER = 67;

  private static final Values BROADCAST =
      Values.single(Field.ETHERNET_DESTINATION, Bits.of(MacAddress.BROADCAST));

  private final GuestTraffic guest;
  private final PacketSets sets;
  private final Entry fromGuest;
  private final Bits mac;

  Dhcp(GuestTraffic guest) {
    this.guest = guest;
    this.sets = guest.sets();
    this.fromGuest = guest.subject().fromGuest();
    this.mac = Bits.of(guest.subject().guest().mac());
  }

  Optional<Diagnostic> find() {
    List<Entry> servers = ImmutableList.of(guest.others(), guest.host());
    return lost("request", requests(), ImmutableList.of(fromGuest), Optional.empty())
        .or(() -> lost("reply", replies(), servers, Optional.of(guest.subject().guestEnd())))
        .filter(lost -> passes(fromGuest, Optional.empty()))
        .filter(lost -> passes(guest.others(), Optional.of(guest.subject().guestEnd())));
  }

  /** {@return whether any TCP or UDP passes} */
  private boolean passes(Entry entry, Optional<End> end) {
    PacketSet packets = sets.of(protocol(LayerType.TCP).or(protocol(LayerType.UDP)));
    return !sets.arriving(entry, end, packets.and(sets.possible(entry))).isEmpty();
  }

  private static PacketClass protocol(LayerType type) {
    return PacketClass.of(
        is(Field.ETHER_TYPE, LayerType.IPV4.protocol()), is(Field.IP_PROTOCOL, type.protocol()));
  }

  /** {@return what a client sends that has no address yet} */
  private PacketSet requests() {
    return udp(
        CLIENT,
        SERVER,
        in(Field.ETHERNET_SOURCE, Values.single(Field.ETHERNET_SOURCE, mac)),
        in(Field.ETHERNET_DESTINATION, BROADCAST),
        is(Field.IPV4_SOURCE, 0),
        is(Field.IPV4_DESTINATION, 0xffff_ffffL));
  }

  private PacketSet replies() {
    Values own = Values.single(Field.ETHERNET_DESTINATION, mac);
    return udp(
        SERVER,
        CLIENT,
        in(Field.ETHERNET_DESTINATION, new Values.Union(ImmutableList.of(own, BROADCAST))));
  }

  private PacketSet udp(int source, int destination, PacketCondition... more) {
    return sets.of(
        PacketClass.of(
            ImmutableList.<PacketCondition>builder()
                .add(is(Field.ETHER_TYPE, LayerType.IPV4.protocol()))
                .add(is(Field.IP_PROTOCOL, LayerType.UDP.protocol()))
                .add(is(Field.SOURCE_PORT, source), is(Field.DESTINATION_PORT, destination))
                .add(more)
                .build()
                .toArray(PacketCondition[]::new)));
  }

  private PacketSet arriving(PacketSet packets, Entry entry, Optional<End> end) {
    return sets.arriving(entry, end, packets.and(sets.possible(entry)).and(sets.first()));
  }

  /** {@return the finding, if none of some messages arrives, wherever they enter} */
  private Optional<Diagnostic> lost(
      String what, PacketSet messages, List<Entry> entries, Optional<End> end) {
    return entries.stream().allMatch(entry -> arriving(messages, entry, end).isEmpty())
        ? Optional.of(diagnostic(what, messages, entries.get(0), end))
        : Optional.empty();
  }

  private Diagnostic diagnostic(String what, PacketSet messages, Entry entry, Optional<End> end) {
    Optional<Packet> example = guest.witness(guest.sent(messages, entry, end), entry);
    String message =
        "the guest may send IPv4, but gets no address by DHCP: every "
            + what
            + example.map(packet -> ", such as '" + PacketText.print(packet) + "',").orElse("")
            + " is dropped";
    return new Diagnostic(FindingCode.NO_DHCP, message, guest.place(example, entry));
  }
}
