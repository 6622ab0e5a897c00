package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What becomes of a packet, and why. There is one course if all that matters is known.
 *
 * @param packet the packet as it enters
 * @param entry where it enters
 * @param courses what happens under different assumptions, at least one
 * @param complete whether these are all courses, not only as many as are looked at
 */
public record Explanation(Packet packet, Entry entry, List<Course> courses, boolean complete) {

  /** How many courses are looked at. */
  public static final int MAX_COURSES = 64;

  /**
   * Checks that all components are given.
   *
   * @param packet the packet as it enters
   * @param entry where it enters
   * @param courses what happens under different assumptions
   * @param complete whether these are all courses
   */
  public Explanation {
    requireNonNull(packet, "packet");
    requireNonNull(entry, "entry");
    courses = ImmutableList.copyOf(requireNonNull(courses, "courses"));
  }

  /** {@return what becomes of the packet} */
  public Fate fate() {
    return common(Course::fate);
  }

  /**
   * {@return what becomes of the packet on its way to an end}
   *
   * @param end where it may go; it is dropped if it does not go there
   */
  public Fate fateAt(End end) {
    return common(course -> course.fateAt(end));
  }

  private Fate common(Function<Course, Fate> fate) {
    Fate first = fate.apply(courses.get(0));
    return complete && courses.stream().allMatch(course -> fate.apply(course) == first)
        ? first
        : Fate.DEPENDS;
  }

  /** {@return what has decided in the first course; empty if the packet goes nowhere} */
  public Optional<Decision> decision() {
    return courses.get(0).deciding().map(Ending::decision);
  }

  /** {@return where the packet arrives in the first course} */
  public List<End> arrivals() {
    return courses.get(0).endings().stream()
        .filter(ending -> ending.fate() == Fate.ARRIVES)
        .flatMap(ending -> ending.end().stream())
        .toList();
  }
}
