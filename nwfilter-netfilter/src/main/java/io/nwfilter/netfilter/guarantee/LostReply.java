package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;
import java.util.Optional;

/** The first packet of a connection arrives, and the reply to it does not. */
record LostReply(Simulator simulator, Statement.RepliesArrive replies) implements Refutation {

  @Override
  public Fate test(Packet packet) {
    if (!isWellFormed(packet)
        || !replies.openings().contains(packet)
        || simulator.fate(packet, replies.entry()) != Fate.ARRIVES) {
      return Fate.DROPPED;
    }
    Conversation conversation = simulator.conversation();
    Explanation opening = conversation.run(packet, replies.entry());
    return reply(opening)
        .map(
            reply ->
                switch (conversation.fate(reply.packet(), reply.entry())) {
                  case DROPPED, REJECTED -> isDroppedByRules(packet) ? Fate.ARRIVES : Fate.DROPPED;
                  case DEPENDS -> Fate.DEPENDS;
                  case ARRIVES, HELD -> Fate.DROPPED;
                })
        .orElse(Fate.DROPPED);
  }

  /** The kernel drops some replies by itself, such as those to an address that no one has. */
  private boolean isDroppedByRules(Packet packet) {
    List<Explanation> sent = sent(packet);
    return sent.get(sent.size() - 1)
        .decision()
        .filter(decision -> !(decision instanceof Decision.ByKernel))
        .isPresent();
  }

  /** A reply and where it enters. */
  private record Sent(Packet packet, Entry entry) {}

  private static Optional<Sent> reply(Explanation opening) {
    return opening
        .courses()
        .get(0)
        .deciding()
        .filter(ending -> ending.fate() == Fate.ARRIVES)
        .flatMap(
            ending ->
                Reply.to(ending.packet())
                    .map(reply -> new Sent(reply, back(ending.end().orElseThrow()))));
  }

  /** Connection tracking ignores packets whose checksums are wrong. */
  private static boolean isWellFormed(Packet packet) {
    return packet.layers().stream().allMatch(layer -> layer.fixed().isEmpty());
  }

  @Override
  public String problem() {
    return "a packet arrives, and the reply to it does not";
  }

  @Override
  public List<Explanation> sent(Packet packet) {
    Conversation conversation = simulator.conversation();
    Explanation opening = conversation.run(packet, replies.entry());
    ImmutableList.Builder<Explanation> sent = ImmutableList.builder();
    sent.add(opening);
    reply(opening).ifPresent(reply -> sent.add(conversation.run(reply.packet(), reply.entry())));
    return sent.build();
  }

  /** {@return where replies to what arrives somewhere enter} */
  static Entry back(End end) {
    return switch (end.kind()) {
      case PORT -> Entry.port(end.name());
      case HOST -> Entry.host();
      case NETWORK -> Entry.network(end.name());
    };
  }
}
