package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;
import java.util.Map;

/**
 * A packet arrives that never should.
 *
 * @param subject the guest on its host
 * @param never which packets these are
 */
record Arrival(Subject subject, Statement.Never never) implements Refutation.OfPacket {

  @Override
  public Outcome test(Packet packet) {
    if (!never.packets().contains(packet)) {
      return Outcome.IRRELEVANT;
    }
    return switch (fate(subject.simulator(), packet)) {
      case ARRIVES -> Outcome.REFUTED;
      case DEPENDS -> Outcome.OPEN;
      case DROPPED, REJECTED, HELD ->
          fate(subject.withoutRules(), packet) == Fate.ARRIVES
              ? Outcome.CHECKED
              : Outcome.IRRELEVANT;
    };
  }

  private Fate fate(Simulator simulator, Packet packet) {
    return never
        .end()
        .map(end -> simulator.fate(packet, never.entry(), end))
        .orElseGet(() -> simulator.fate(packet, never.entry()));
  }

  @Override
  public boolean isShownBy(Course course, boolean last) {
    Fate fate = last ? never.end().map(course::fateAt).orElseGet(course::fate) : course.fate();
    return fate == Fate.ARRIVES;
  }

  @Override
  public String problem() {
    return "a packet arrives that should not";
  }

  @Override
  public List<Explanation> sent(Packet packet) {
    return ImmutableList.of(subject.simulator().run(packet, never.entry()));
  }

  @Override
  public Entry entry() {
    return never.entry();
  }

  @Override
  public PacketClass packets() {
    return never.packets();
  }

  @Override
  public Outcome judged(Packet packet, List<Explanation> sent, Map<Field, Bits> tracked) {
    if (!new TrackedClass(never.packets()).contains(packet, tracked)) {
      return Outcome.IRRELEVANT;
    }
    Explanation explanation = sent.get(sent.size() - 1);
    return switch (never.end().map(explanation::fateAt).orElseGet(explanation::fate)) {
      case ARRIVES -> Outcome.REFUTED;
      case DEPENDS -> Outcome.OPEN;
      case DROPPED, REJECTED, HELD -> Outcome.IRRELEVANT;
    };
  }
}
