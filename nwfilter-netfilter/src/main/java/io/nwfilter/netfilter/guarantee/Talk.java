package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Packets that are sent one after the other, the last one to refute a statement. */
final class Talk {

  private final Subject subject;
  private final Refutation.OfPacket refutation;
  private final Conversation conversation;
  private final List<Explanation> sent = new ArrayList<>();

  /**
   * Begins before any packet.
   *
   * @param subject the guest on its host
   * @param refutation what is to be refuted
   * @param first packets that are sent
   */
  Talk(Subject subject, Refutation.OfPacket refutation, Sent... first) {
    this.subject = subject;
    this.refutation = refutation;
    this.conversation = subject.simulator().conversation();
    for (Sent one : first) {
      send(one);
    }
  }

  private Explanation send(Sent next) {
    Explanation explanation = conversation.run(next.packet(), next.entry());
    sent.add(explanation);
    return explanation;
  }

  /** {@return where packets arrive whose replies enter where the last one does} */
  private Optional<End> opposite() {
    return Optional.of(Back.to(refutation.entry()));
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
   * {@return what connection tracking says of the last packet, or would say of it if no rule of the
   * Ethernet layer had dropped it before}
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
