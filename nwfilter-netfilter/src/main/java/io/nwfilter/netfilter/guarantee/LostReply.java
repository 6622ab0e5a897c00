package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Ending;
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
    List<Explanation> sent = sent(packet);
    if (sent.size() < 2) {
      return Fate.DROPPED;
    }
    return switch (sent.get(1).fate()) {
      case DROPPED, REJECTED -> Fate.ARRIVES;
      case DEPENDS -> Fate.DEPENDS;
      case ARRIVES, HELD -> Fate.DROPPED;
    };
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
    Optional<Ending> arrived =
        opening.courses().get(0).deciding().filter(ending -> ending.fate() == Fate.ARRIVES);
    ImmutableList.Builder<Explanation> sent = ImmutableList.builder();
    sent.add(opening);
    arrived
        .flatMap(ending -> Reply.to(ending.packet()))
        .ifPresent(
            reply -> sent.add(conversation.run(reply, back(arrived.get().end().orElseThrow()))));
    return sent.build();
  }

  private static Entry back(End end) {
    return switch (end.kind()) {
      case PORT -> Entry.port(end.name());
      case HOST -> Entry.host();
      case NETWORK -> Entry.network(end.name());
    };
  }
}
