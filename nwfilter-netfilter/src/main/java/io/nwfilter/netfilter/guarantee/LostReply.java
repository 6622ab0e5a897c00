package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;

/**
 * The first packet of a connection arrives, and the reply to it does not.
 *
 * @param simulator the host
 * @param replies which packets are the first of a connection
 */
record LostReply(Simulator simulator, Statement.RepliesArrive replies) implements Refutation {

  @Override
  public Outcome test(Packet packet) {
    if (!isWellFormed(packet) || !replies.openings().contains(packet)) {
      return Outcome.IRRELEVANT;
    }
    Fate fate = simulator.fate(packet, replies.entry());
    if (fate != Fate.ARRIVES && fate != Fate.DEPENDS) {
      return Outcome.IRRELEVANT;
    }
    Conversation conversation = simulator.conversation();
    Explanation opening = conversation.run(packet, replies.entry());
    ImmutableSet<Received> received = Received.of(opening);
    if (!opening.complete() || received.size() > 1) {
      return Outcome.OPEN;
    }
    return received.stream()
        .findFirst()
        .flatMap(Received::reply)
        .map(reply -> test(conversation.run(reply.packet(), reply.entry()), fate))
        .orElse(Outcome.IRRELEVANT);
  }

  /** {@return what a reply says, of which it may depend on something whether it is ever sent} */
  private static Outcome test(Explanation reply, Fate opening) {
    return switch (reply.fate()) {
      case ARRIVES, HELD -> Outcome.CHECKED;
      case DEPENDS -> Outcome.OPEN;
      case DROPPED, REJECTED ->
          !isDroppedByRules(reply)
              ? Outcome.IRRELEVANT
              : opening == Fate.ARRIVES ? Outcome.REFUTED : Outcome.OPEN;
    };
  }

  /** The kernel drops some replies by itself, such as those to an address that no one has. */
  private static boolean isDroppedByRules(Explanation reply) {
    return reply
        .decision()
        .filter(decision -> !(decision instanceof Decision.ByKernel))
        .isPresent();
  }

  /** Connection tracking ignores packets whose checksums are wrong. */
  private static boolean isWellFormed(Packet packet) {
    return packet.layers().stream().allMatch(layer -> layer.fixed().isEmpty());
  }

  @Override
  public boolean isShownBy(Course course, boolean last) {
    return last != (course.fate() == Fate.ARRIVES);
  }

  @Override
  public String problem() {
    return "a packet arrives, and the reply to it does not";
  }

  /** Without the reply if several could be sent. */
  @Override
  public List<Explanation> sent(Packet packet) {
    Conversation conversation = simulator.conversation();
    Explanation opening = conversation.run(packet, replies.entry());
    ImmutableList.Builder<Explanation> sent = ImmutableList.builder();
    sent.add(opening);
    ImmutableSet<Received> received = Received.of(opening);
    if (received.size() == 1) {
      received
          .asList()
          .get(0)
          .reply()
          .ifPresent(reply -> sent.add(conversation.run(reply.packet(), reply.entry())));
    }
    return sent.build();
  }
}
