package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.Optional;

/**
 * A packet as somebody receives it, who may reply to that.
 *
 * @param packet the packet as it arrives
 * @param end where it arrives
 */
record Received(Packet packet, End end) {

  /** {@return the reply to it} */
  Optional<Sent> reply() {
    Entry back = Back.from(end);
    return Reply.to(packet).map(reply -> new Sent(Back.framed(reply, back), back));
  }

  /** {@return how and where a packet arrives in all courses in which it does} */
  static ImmutableSet<Received> of(Explanation sent) {
    return sent.courses().stream()
        .flatMap(course -> course.deciding().stream())
        .filter(ending -> ending.fate() == Fate.ARRIVES)
        .map(ending -> new Received(ending.packet(), ending.end().orElseThrow()))
        .collect(ImmutableSet.toImmutableSet());
  }

  /** {@return how and where the copies of a packet arrive in the first course in which one does} */
  static ImmutableSet<Received> copies(Explanation sent) {
    return sent.courses().stream()
        .filter(course -> course.fate() == Fate.ARRIVES)
        .limit(1)
        .flatMap(course -> course.endings().stream())
        .filter(ending -> ending.fate() == Fate.ARRIVES)
        .map(ending -> new Received(ending.packet(), ending.end().orElseThrow()))
        .collect(ImmutableSet.toImmutableSet());
  }
}
