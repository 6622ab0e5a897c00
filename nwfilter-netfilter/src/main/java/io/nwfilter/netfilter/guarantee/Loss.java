package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;
import java.util.Map;

/**
 * A packet does not arrive that always should.
 *
 * @param subject the guest on its host
 * @param always which packets these are
 */
record Loss(Subject subject, Statement.Always always) implements Refutation.OfPacket {

  @Override
  public Outcome test(Packet packet) {
    if (!always.packets().contains(packet)
        || fate(subject.withoutRules(), packet) != Fate.ARRIVES) {
      return Outcome.IRRELEVANT;
    }
    return switch (fate(subject.simulator(), packet)) {
      case DROPPED, REJECTED -> isInvalid(packet) ? Outcome.IRRELEVANT : Outcome.REFUTED;
      case DEPENDS -> Outcome.OPEN;
      case ARRIVES, HELD -> Outcome.CHECKED;
    };
  }

  /** Connection tracking takes packets for invalid that neither begin a connection nor follow. */
  private boolean isInvalid(Packet packet) {
    Conversation alone = subject.simulator().conversation();
    alone.fate(packet, always.entry());
    return isInvalid(alone.tracked());
  }

  private static boolean isInvalid(Map<Field, Bits> tracked) {
    Bits state = tracked.getOrDefault(Field.CONNECTION_STATE, Bits.ZERO);
    return state.low() == TrackedState.INVALID.bit();
  }

  private Fate fate(Simulator host, Packet packet) {
    return always
        .end()
        .map(end -> host.fate(packet, always.entry(), end))
        .orElseGet(() -> host.fate(packet, always.entry()));
  }

  /**
   * {@return what becomes of the last of some packets without rules} That it does not arrive may be
   * due to those before it alone: bridges learn from them where a MAC address is.
   */
  private Fate withoutRules(List<Explanation> sent) {
    Conversation conversation = subject.withoutRules().conversation();
    Fate last = Fate.DROPPED;
    for (Explanation one : sent) {
      Explanation again = conversation.run(one.packet(), one.entry());
      last = always.end().map(again::fateAt).orElseGet(again::fate);
    }
    return last;
  }

  @Override
  public boolean isShownBy(Course course, boolean last) {
    return last
        ? always.end().map(course::fateAt).orElseGet(course::fate) != Fate.ARRIVES
        : course.fate() == Fate.ARRIVES;
  }

  @Override
  public String problem() {
    return "a packet does not arrive that should";
  }

  @Override
  public List<Explanation> sent(Packet packet) {
    return ImmutableList.of(subject.simulator().run(packet, always.entry()));
  }

  @Override
  public Entry entry() {
    return always.entry();
  }

  @Override
  public PacketClass packets() {
    return always.packets();
  }

  @Override
  public Outcome judged(Packet packet, List<Explanation> sent, Map<Field, Bits> tracked) {
    if (!new TrackedClass(always.packets()).contains(packet, tracked)
        || isInvalid(tracked)
        || withoutRules(sent) != Fate.ARRIVES) {
      return Outcome.IRRELEVANT;
    }
    Explanation explanation = sent.get(sent.size() - 1);
    return switch (always.end().map(explanation::fateAt).orElseGet(explanation::fate)) {
      case DROPPED, REJECTED -> Outcome.REFUTED;
      case DEPENDS -> Outcome.OPEN;
      case ARRIVES, HELD -> Outcome.CHECKED;
    };
  }
}
