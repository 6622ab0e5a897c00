package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a packet if something is assumed of everything that is not known.
 *
 * @param assumptions what is assumed, in the order in which it was asked for
 * @param steps the steps on the way
 * @param endings how the way ends, for each copy of the packet
 */
public record Course(List<Assumption> assumptions, List<Step> steps, List<Ending> endings) {

  /**
   * Checks that all components are given.
   *
   * @param assumptions what is assumed
   * @param steps the steps on the way
   * @param endings how the way ends, for each copy of the packet
   */
  public Course {
    assumptions = ImmutableList.copyOf(requireNonNull(assumptions, "assumptions"));
    steps = ImmutableList.copyOf(requireNonNull(steps, "steps"));
    endings = ImmutableList.copyOf(requireNonNull(endings, "endings"));
  }

  /**
   * {@return what becomes of the packet: it arrives if one of its copies does, and otherwise has
   * the fate of the first}
   */
  public Fate fate() {
    return deciding().map(Ending::fate).orElse(Fate.DROPPED);
  }

  /** {@return the first ending at which the packet arrives, or the first one if it does not} */
  public Optional<Ending> deciding() {
    return endings.stream()
        .filter(ending -> ending.fate() == Fate.ARRIVES)
        .findFirst()
        .or(() -> endings.stream().findFirst());
  }

  /**
   * {@return how the way to an end ends; empty if the packet does not go there}
   *
   * @param end where it may go
   */
  public Optional<Ending> endingAt(End end) {
    return endings.stream()
        .filter(ending -> ending.end().filter(end::equals).isPresent())
        .findFirst();
  }

  /**
   * {@return what becomes of the packet on its way to an end; dropped if it does not go there}
   *
   * @param end where it may go
   */
  public Fate fateAt(End end) {
    return endingAt(end)
        .or(() -> endings.stream().filter(ending -> ending.end().isEmpty()).findFirst())
        .map(Ending::fate)
        .orElse(Fate.DROPPED);
  }
}
