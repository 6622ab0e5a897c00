package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes packets refute a statement by what was sent before them: they belong to a known connection,
 * or are about one.
 *
 * @param subject the guest on its host
 * @param sets the sets of packets on the host
 * @param refutation what is to be refuted
 */
record KnownConnections(Subject subject, PacketSets sets, Refutation.OfPacket refutation) {

  /**
   * {@return the packets that refute it, or may, in the order in which they are sent; empty if none
   * were found}
   *
   * @param packet the last one, with the addresses that the guest sees
   */
  Optional<Shown> with(Packet packet) {
    if (!packet.has(Header.IPV4) && !packet.has(Header.IPV6)) {
      return Optional.empty();
    }
    List<Shown> open = new ArrayList<>();
    return conversations(packet)
        .filter(shown -> shown.outcome() == Outcome.REFUTED || !open.add(shown))
        .findFirst()
        .or(() -> open.stream().findFirst());
  }

  private Stream<Shown> conversations(Packet packet) {
    return isError(packet)
        ? Stream.of(false, true).flatMap(opposite -> about(packet, opposite))
        : Stream.of(
                asReply(packet),
                following(packet, true),
                following(packet, false),
                injected(packet))
            .flatMap(shown -> shown);
  }

  private static boolean isError(Packet packet) {
    boolean ipv4 = packet.has(Header.IPV4);
    return packet
        .value(ipv4 ? Field.ICMP_TYPE : Field.ICMPV6_TYPE)
        .filter(type -> ConnectionTracking.errors(ipv4).contains((int) type.low() >> 8))
        .isPresent();
  }

  private Talk talk(Sent first) {
    return new Talk(subject, refutation, first);
  }

  /** {@return what a packet shows without any before it; empty for nothing} */
  Optional<Shown> alone(Packet packet) {
    return new Talk(subject, refutation).shown(packet, packet);
  }

  /** {@return what a packet shows that may begin a connection; empty for nothing} */
  Optional<Shown> beginning(Packet packet) {
    return alone(packet).or(() -> InitChunk.in(packet).flatMap(this::alone));
  }

  private Stream<Sent> firsts(PacketClass packets, Optional<End> end) {
    return new FirstPackets(subject, sets).of(packets, end);
  }

  /** {@return where packets arrive whose replies enter where the last one does} */
  private Optional<End> opposite() {
    return Optional.of(Back.to(refutation.entry()));
  }

  /** The packet replies to the first one of its connection. */
  private Stream<Shown> asReply(Packet packet) {
    return firsts(Ends.connection(packet, true), opposite())
        .map(this::talk)
        .map(
            talk ->
                talk.receivedOpposite()
                    .flatMap(first -> talk.shown(packet, Ends.against(packet, first))))
        .flatMap(Optional::stream);
  }

  /** The packet passes for a reply to the first one of a connection between others. */
  private Stream<Shown> injected(Packet packet) {
    return firsts(Ends.connection(packet, true), Optional.empty())
        .map(first -> talk(first).shown(packet, packet))
        .flatMap(Optional::stream);
  }

  /**
   * The packet goes as the first one of its connection did.
   *
   * @param replied whether after a reply, which has arrived or not
   */
  private Stream<Shown> following(Packet packet, boolean replied) {
    return Reply.asLater(packet)
        .flatMap(
            later ->
                firsts(Ends.connection(packet, false), Optional.empty())
                    .filter(first -> first.entry().equals(refutation.entry()))
                    .map(this::talk)
                    .filter(talk -> !replied || talk.reply().isPresent())
                    .map(talk -> talk.shown(later, later))
                    .flatMap(Optional::stream));
  }

  /**
   * The packet is an error about the first one of a connection.
   *
   * @param ofReply whether about the reply to that
   */
  private Stream<Shown> about(Packet error, boolean ofReply) {
    return firsts(Ends.about(error, ofReply), ofReply ? Optional.empty() : opposite())
        .map(this::talk)
        .map(
            talk ->
                (ofReply ? talk.reply() : talk.receivedOpposite())
                    .flatMap(other -> talk.about(error, other)))
        .flatMap(Optional::stream);
  }
}
