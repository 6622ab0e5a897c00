package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** {@return what a packet shows without any before it; empty for nothing} */
  Optional<Shown> alone(Packet packet) {
    return new Talk().shown(packet, packet);
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
        .map(Talk::new)
        .map(
            talk ->
                talk.receivedOpposite()
                    .flatMap(first -> talk.shown(packet, Ends.against(packet, first))))
        .flatMap(Optional::stream);
  }

  /** The packet passes for a reply to the first one of a connection between others. */
  private Stream<Shown> injected(Packet packet) {
    return firsts(Ends.connection(packet, true), Optional.empty())
        .map(first -> new Talk(first).shown(packet, packet))
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
                    .map(Talk::new)
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
        .map(Talk::new)
        .map(
            talk ->
                (ofReply ? talk.reply() : talk.receivedOpposite())
                    .flatMap(other -> talk.about(error, other)))
        .flatMap(Optional::stream);
  }

  /** Packets that are sent one after the other. */
  private final class Talk {

    private final Conversation conversation = subject.simulator().conversation();
    private final List<Explanation> sent = new ArrayList<>();

    Talk() {}

    Talk(Sent first) {
      send(first);
    }

    private Explanation send(Sent next) {
      Explanation explanation = conversation.run(next.packet(), next.entry());
      sent.add(explanation);
      return explanation;
    }

    /** {@return the first packet as it is received where the last one enters} */
    Optional<Packet> receivedOpposite() {
      return Received.copies(sent.get(0)).stream()
          .filter(received -> Optional.of(received.end()).equals(opposite()))
          .map(Received::packet)
          .findFirst();
    }

    /** {@return a reply to the first packet, which is sent, too} */
    Optional<Packet> reply() {
      Optional<Sent> reply =
          Received.copies(sent.get(0)).stream().findFirst().flatMap(Received::reply);
      reply.ifPresent(this::send);
      return reply.map(Sent::packet);
    }

    /** {@return what an error about a packet shows} */
    Optional<Shown> about(Packet error, Packet other) {
      Packet quoting = Ends.about(error, other);
      return shown(quoting, Ends.toSender(quoting, other));
    }

    /**
     * {@return what all packets show with a last one}
     *
     * @param seen the last one with the addresses that the guest sees
     * @param actual the last one as it enters
     */
    Optional<Shown> shown(Packet seen, Packet actual) {
      boolean certain = sent.stream().limit(1).allMatch(first -> first.fate() == Fate.ARRIVES);
      Explanation last = send(new Sent(actual, refutation.entry()));
      Outcome outcome = refutation.judged(seen, sent, tracked(last));
      return outcome == Outcome.REFUTED || outcome == Outcome.OPEN
          ? Optional.of(
              new Shown(
                  certain ? outcome : Outcome.OPEN,
                  ImmutableList.copyOf(sent),
                  refutation::isShownBy))
          : Optional.empty();
    }

    /**
     * {@return what connection tracking says of the last packet, or would say of it if no rule of
     * the Ethernet layer had dropped it before}
     */
    private Map<Field, Bits> tracked(Explanation last) {
      if (!conversation.tracked().isEmpty() || last.fate() == Fate.ARRIVES) {
        return conversation.tracked();
      }
      Conversation open = subject.withoutFrameRules().conversation();
      sent.forEach(one -> open.fate(one.packet(), one.entry()));
      return open.tracked();
    }
  }
}
