package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The courses of one packet. */
final class Courses {

  boolean complete;
  private final List<Run> runs = new ArrayList<>(1);

  void add(Run run) {
    runs.add(run);
  }

  int size() {
    return runs.size();
  }

  Fate fate() {
    Fate first = fate(runs.get(0));
    for (Run run : runs) {
      if (fate(run) != first) {
        return Fate.DEPENDS;
      }
    }
    return isComplete() ? first : Fate.DEPENDS;
  }

  /** {@return whether these are all courses, and all of each is known} */
  private boolean isComplete() {
    return complete && runs.stream().noneMatch(run -> run.elsewhere);
  }

  private static Fate fate(Run run) {
    return run.fate == null ? Fate.DROPPED : run.fate;
  }

  /** {@return what connection tracking says of the packet in the first course} */
  @Nullable Tracked tracked() {
    return runs.get(0).tracked;
  }

  Explanation explanation(Packet packet, Entry entry) {
    return new Explanation(packet, entry, runs.stream().map(Run::course).toList(), isComplete());
  }

  /**
   * Keeps what the first course leaves in which there is something to keep, and which sets are not
   * known any more after some of them.
   */
  void rememberIn(Remembered remembered) {
    runs.forEach(run -> remembered.changedSets().addAll(run.changedSets()));
    for (Run run : runs) {
      if (run.completed != null) {
        remembered.fragments().forget(run.completed);
      }
      if (run.held != null) {
        remembered.fragments().add(run.held);
      }
      if (run.removed != null) {
        remembered.connections().remove(run.removed);
      }
      if (run.confirmed != null && run.confirmed != run.removed) {
        remembered.connections().put(run.confirmed);
      }
      if (run.completed != null
          || run.held != null
          || run.removed != null
          || run.confirmed != null) {
        return;
      }
    }
  }
}
