package io.nwfilter.netfilter.finding;

import static io.nwfilter.netfilter.packet.PacketCondition.is;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketText;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds filters that let a guest send and receive packets of a family of IP, but drop all requests
 * from it for an address, or all replies to it: of DHCP, whoever the server is, or at least if it
 * is not the host; of DHCPv6, if advertisements of routers, which guests make addresses from, do
 * not pass either.
 */
final class Dhcp {

  private static final String UNLESS_HOST = ", unless from the host";

  private final GuestTraffic guest;
  private final PacketSets sets;
  private final DhcpMessages messages;

  Dhcp(GuestTraffic guest) {
    this.guest = guest;
    this.sets = guest.sets();
    this.messages = new DhcpMessages(guest.subject().guest().mac());
  }

  /**
   * Where a server may be.
   *
   * @param end where requests get to it
   * @param entry where its replies enter
   */
  private record Server(End end, Entry entry) {}

  /**
   * What is dropped.
   *
   * @param what in words
   * @param packets the packets
   * @param entry where they enter
   * @param end where they should arrive; empty for anywhere
   */
  private record Lost(String what, PacketClass packets, Entry entry, Optional<End> end) {}

  /** {@return the findings, at most one for each family, and for each place} */
  List<Diagnostic> find() {
    List<Diagnostic> found = new ArrayList<>();
    ofIpv4().ifPresent(found::add);
    ofIpv6().ifPresent(found::add);
    if (found.size() == 2 && found.get(0).location().equals(found.get(1).location())) {
      String both = found.get(0).message() + "; " + found.get(1).message();
      return ImmutableList.of(new Diagnostic(FindingCode.NO_DHCP, both, found.get(0).origin()));
    }
    return ImmutableList.copyOf(found);
  }

  private Optional<Diagnostic> ofIpv4() {
    if (!isUsed(LayerType.IPV4, LayerType.TCP, LayerType.UDP, LayerType.ICMP)) {
      return Optional.empty();
    }
    Server other = others();
    List<Server> all = ImmutableList.of(other, new Server(End.HOST, guest.host()));
    String result = "IPv4, but gets no address by DHCP";
    return lost(messages.requests(), messages.replies(), all)
        .map(lost -> diagnostic(result, lost))
        .or(
            () ->
                lost(messages.requests(), messages.replies(), ImmutableList.of(other))
                    .map(lost -> diagnostic(result + UNLESS_HOST, lost)));
  }

  private Optional<Diagnostic> ofIpv6() {
    if (!isUsed(LayerType.IPV6, LayerType.TCP, LayerType.UDP)) {
      return Optional.empty();
    }
    Server other = others();
    List<Server> all = ImmutableList.of(other, new Server(End.HOST, Entry.host()));
    String result = "IPv6, but gets no address from advertisements of routers, nor by DHCPv6";
    return lostOfIpv6(all)
        .map(lost -> diagnostic(result, lost))
        .or(
            () ->
                lostOfIpv6(ImmutableList.of(other))
                    .map(lost -> diagnostic(result + UNLESS_HOST, lost)));
  }

  private Optional<Lost> lostOfIpv6(List<Server> servers) {
    boolean advertised =
        servers.stream()
            .anyMatch(server -> !isLost(messages.advertisements(), server.entry(), guestEnd()));
    return advertised
        ? Optional.empty()
        : lost(messages.requestsOfIpv6(), messages.repliesOfIpv6(), servers);
  }

  private Server others() {
    Entry.Port port = guest.others();
    return new Server(End.port(port.name()), port);
  }

  private Optional<End> guestEnd() {
    return Optional.of(guest.subject().guestEnd());
  }

  /** {@return whether the guest may send and receive packets with some protocols of a family} */
  private boolean isUsed(LayerType family, LayerType... protocols) {
    PacketSet packets = sets.none();
    for (LayerType protocol : protocols) {
      packets =
          packets.or(
              sets.of(
                  PacketClass.of(
                      is(Field.ETHER_TYPE, family.protocol()),
                      is(Field.IP_PROTOCOL, protocol.protocol()))));
    }
    return passes(packets, guest.subject().fromGuest(), Optional.empty())
        && passes(packets, guest.others(), guestEnd());
  }

  private boolean passes(PacketSet packets, Entry entry, Optional<End> end) {
    return guest.holds(
        () -> !sets.possible(entry, packets.and(sets.arriving(entry, end))).isEmpty());
  }

  /** {@return whether no packet of a class arrives, of those that would without rules} */
  private boolean isLost(PacketClass packets, Entry entry, Optional<End> end) {
    return guest.holds(
        () -> guest.sent(sets.of(packets), entry, end).and(sets.arriving(entry, end)).isEmpty());
  }

  /** {@return what is dropped, if no server gets a request whose reply arrives} */
  private Optional<Lost> lost(PacketClass requests, PacketClass replies, List<Server> servers) {
    Entry fromGuest = guest.subject().fromGuest();
    List<Server> asked =
        servers.stream()
            .filter(server -> !isLost(requests, fromGuest, Optional.of(server.end())))
            .toList();
    if (asked.isEmpty()) {
      return Optional.of(
          new Lost("request from it", requests, fromGuest, Optional.of(servers.get(0).end())));
    }
    return asked.stream().allMatch(server -> isLost(replies, server.entry(), guestEnd()))
        ? Optional.of(new Lost("reply to it", replies, asked.get(0).entry(), guestEnd()))
        : Optional.empty();
  }

  private Diagnostic diagnostic(String result, Lost lost) {
    PacketSet sent = guest.sent(sets.of(lost.packets()), lost.entry(), lost.end());
    Optional<Packet> example = guest.witness(sent, lost.entry());
    String message =
        "the guest may send "
            + result
            + ": every "
            + lost.what()
            + example.map(packet -> ", such as '" + PacketText.print(packet) + "',").orElse("")
            + " is dropped";
    return new Diagnostic(FindingCode.NO_DHCP, message, guest.place(example, lost.entry()));
  }
}
