package io.nwfilter.netfilter.finding;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * What is asked of sets of packets, in order, and the replies: of interfaces of one shape, the same
 * questions have the same replies, so only the first has to find them out.
 */
final class Decisions {

  private final Queue<Boolean> known;
  private final List<Boolean> made = new ArrayList<>();

  private Decisions(List<Boolean> known) {
    this.known = new ArrayDeque<>(known);
  }

  /** {@return decisions of which none is known} */
  static Decisions unknown() {
    return new Decisions(ImmutableList.of());
  }

  /** {@return decisions as they were made for another interface} */
  static Decisions as(List<Boolean> made) {
    return new Decisions(made);
  }

  /** {@return whether something holds, which is only found out if it is not known} */
  boolean of(BooleanSupplier question) {
    Boolean before = known.poll();
    boolean result = before == null ? question.getAsBoolean() : before;
    made.add(result);
    return result;
  }

  /** {@return what was decided so far} */
  List<Boolean> made() {
    return ImmutableList.copyOf(made);
  }
}
