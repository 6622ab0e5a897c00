package io.nwfilter.netfilter.exchange;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.Optional;

/** Sends the packets of an exchange, one after the other, until one does not arrive. */
final class ExchangeRun {

  private final GuestOnHost situation;
  private final Exchange exchange;
  private final Peer peer;
  private final Conversation conversation;

  /** Who the peer is, if it is a guest of another bridge. */
  private final Optional<Guest> neighbor;

  /** The guest as the peer sees it: its address may be translated. */
  private Endpoint guest;

  /**
   * Begins with an exchange in which the peer finds the guest at its own address.
   *
   * @param situation the guest
   * @param exchange the exchange
   * @param peer the peer
   */
  ExchangeRun(GuestOnHost situation, Exchange exchange, Peer peer) {
    this(situation, exchange, peer, situation.guestAddress(peer.address() instanceof Ipv4Address));
  }

  /**
   * Begins with an exchange in which the peer is a guest of another bridge.
   *
   * @param situation the guest
   * @param exchange the exchange
   * @param neighbor the other guest
   * @param address its address
   */
  ExchangeRun(GuestOnHost situation, Exchange exchange, Guest neighbor, IpAddress address) {
    this(
        situation,
        exchange,
        new Peer(
            Entry.port(neighbor.port()), End.port(neighbor.port()), Situation.BRIDGE_MAC, address),
        situation.guestAddress(address instanceof Ipv4Address),
        Optional.of(neighbor));
  }

  /**
   * Begins with an exchange.
   *
   * @param situation the guest
   * @param exchange the exchange
   * @param peer the peer
   * @param seen the address at which the peer finds the guest
   */
  ExchangeRun(GuestOnHost situation, Exchange exchange, Peer peer, IpAddress seen) {
    this(situation, exchange, peer, seen, Optional.empty());
  }

  private ExchangeRun(
      GuestOnHost situation,
      Exchange exchange,
      Peer peer,
      IpAddress seen,
      Optional<Guest> neighbor) {
    this.neighbor = neighbor;
    this.situation = situation;
    this.exchange = exchange;
    this.peer = peer;
    this.conversation = situation.simulator().conversation();
    this.guest = new Endpoint(situation.guest().mac(), seen);
  }

  ExchangeResult result() {
    ImmutableList.Builder<Explanation> packets = ImmutableList.builder();
    boolean certain = true;
    Fate last = Fate.DROPPED;
    for (Message message : exchange.messages()) {
      boolean fromGuest = message.sender() == exchange.guest();
      Explanation explanation = fromGuest ? fromGuest(message) : fromPeer(message);
      packets.add(explanation);
      last = fate(explanation, fromGuest ? peer.end() : situation.guestEnd());
      if (last == Fate.DROPPED || last == Fate.REJECTED) {
        break;
      }
      certain &= last != Fate.DEPENDS;
    }
    Completion completion =
        last == Fate.ARRIVES || last == Fate.DEPENDS
            ? (certain ? Completion.COMPLETE : Completion.UNDECIDED)
            : Completion.STOPPED;
    return new ExchangeResult(exchange, peer, completion, packets.build());
  }

  /** {@return a packet's fate, which is to be lost if only the rule that takes it is not known} */
  private static Fate fate(Explanation explanation, End end) {
    boolean lost =
        explanation.complete()
            && explanation.courses().stream()
                .map(course -> course.fateAt(end))
                .allMatch(fate -> fate == Fate.DROPPED || fate == Fate.REJECTED);
    return lost ? Fate.DROPPED : explanation.fateAt(end);
  }

  private Explanation fromGuest(Message message) {
    Endpoint own = new Endpoint(guest.mac(), situation.guestAddress(guest.isIpv4()));
    Packet packet = situation.packetFromGuest(text(message, own));
    Explanation explanation = conversation.run(packet, situation.guestEntry());
    Field source = guest.isIpv4() ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    explanation.courses().stream()
        .filter(course -> course.fateAt(peer.end()) == Fate.ARRIVES)
        .findFirst()
        .flatMap(course -> course.endingAt(peer.end()))
        .flatMap(ending -> ending.packet().value(source))
        .filter(seen -> !packet.value(source).filter(seen::equals).isPresent())
        .ifPresent(seen -> guest = new Endpoint(guest.mac(), address(seen, guest.isIpv4())));
    return explanation;
  }

  private static IpAddress address(Bits seen, boolean ipv4) {
    return ipv4 ? new Ipv4Address((int) seen.low()) : new Ipv6Address(seen.high(), seen.low());
  }

  private Explanation fromPeer(Message message) {
    String text = text(message, guest);
    if (neighbor.isPresent()) {
      return conversation.run(situation.packetFrom(text, neighbor.get()), peer.entry());
    }
    if (peer.end().equals(End.HOST) && !text.contains(" src-mac ")) {
      text += " src-mac " + Situation.BRIDGE_MAC;
    }
    Entry entry = peer.entry();
    Packet packet = situation.packetToGuest(text);
    return conversation.run(Neighborhood.framed(packet, entry), entry);
  }

  private String text(Message message, Endpoint guestEnd) {
    Endpoint other = new Endpoint(peer.mac(), peer.address());
    return exchange.guest() == Role.CLIENT
        ? message.between(guestEnd, other)
        : message.between(other, guestEnd);
  }
}
