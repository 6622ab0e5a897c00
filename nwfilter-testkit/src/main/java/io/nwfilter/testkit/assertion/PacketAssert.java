package io.nwfilter.testkit.assertion;

import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.List;
import java.util.Optional;

/**
 * Assertions about what becomes of a packet. That it depends on what is not known, such as how many
 * packets came before, is neither accepted nor dropped.
 */
public final class PacketAssert {

  private final Subject subject;
  private final String name;
  private final Explanation explanation;
  private final Optional<End> end;

  PacketAssert(Subject subject, String name, Explanation explanation, Optional<End> end) {
    this.subject = subject;
    this.name = name;
    this.explanation = explanation;
    this.end = end;
  }

  /** {@return what becomes of the packet, and why} */
  public Explanation explanation() {
    return explanation;
  }

  private Fate fate() {
    return end.map(explanation::fateAt).orElseGet(explanation::fate);
  }

  /**
   * Checks that the packet arrives: one to the guest at the guest, one from the guest anywhere.
   *
   * @return these assertions
   */
  public PacketAssert isAccepted() {
    return check(fate() == Fate.ARRIVES, "to be accepted");
  }

  /**
   * Checks that a rule or a policy discards the packet. One that is lost for another reason, such
   * as one to a MAC address that is not the guest's, is not dropped: see {@link #isNotAccepted}.
   *
   * @return these assertions
   */
  public PacketAssert isDropped() {
    return check(fate() == Fate.DROPPED && isDecidedByRules(), "to be dropped by a rule");
  }

  /**
   * Checks that a rule discards the packet and tells its sender.
   *
   * @return these assertions
   */
  public PacketAssert isRejected() {
    return check(fate() == Fate.REJECTED, "to be rejected");
  }

  /**
   * Checks that the packet does not arrive, whatever the reason and whatever is assumed of what is
   * not known.
   *
   * @return these assertions
   */
  public PacketAssert isNotAccepted() {
    boolean lost = explanation.complete();
    for (Course course : explanation.courses()) {
      lost &= end.map(course::fateAt).orElseGet(course::fate) != Fate.ARRIVES;
    }
    return check(lost, "not to be accepted");
  }

  /**
   * Checks that whether the packet arrives depends on what is not known: a limit of the rate, a set
   * or a probability.
   *
   * @return these assertions
   */
  public PacketAssert isUndecided() {
    return check(fate() == Fate.DEPENDS, "to depend on what is not known");
  }

  /**
   * Checks that the rules that a rule of a filter has become drop the packet.
   *
   * @param filter the name of the filter that contains the rule
   * @param line the line of the rule in the filter's document, from 1
   * @return these assertions
   */
  public PacketAssert isDroppedBy(String filter, int line) {
    return check(
        fate() == Fate.DROPPED && isDecidedBy(filter, line),
        "to be dropped by '" + filter + "', line " + line);
  }

  private boolean isDecidedByRules() {
    return explanation.courses().stream()
        .allMatch(
            course ->
                deciding(course)
                    .filter(ending -> !(ending.decision() instanceof Decision.ByKernel))
                    .isPresent());
  }

  private boolean isDecidedBy(String filter, int line) {
    return explanation.courses().stream()
        .allMatch(
            course -> deciding(course).filter(ending -> isBy(ending, filter, line)).isPresent());
  }

  private static boolean isBy(Ending ending, String filter, int line) {
    return origin(ending)
        .filter(origin -> origin.location().line() == line && filter(origin).equals(filter))
        .isPresent();
  }

  private static Optional<Origin> origin(Ending ending) {
    return ending.decision() instanceof Decision.ByRule by
        ? Optional.of(by.rule().origin()).filter(origin -> !origin.path().isEmpty())
        : Optional.empty();
  }

  /** {@return the filter that contains the rule: the last that was referenced} */
  private static String filter(Origin origin) {
    List<String> filters = origin.path().filters();
    return filters.get(filters.size() - 1);
  }

  /** {@return what has decided whether the packet arrives} */
  private Optional<Ending> deciding(Course course) {
    if (end.isEmpty()) {
      return course.deciding();
    }
    return course
        .endingAt(end.get())
        .or(() -> course.endings().stream().filter(ending -> ending.end().isEmpty()).findFirst());
  }

  private PacketAssert check(boolean met, String expectation) {
    if (!met) {
      throw new Failure(subject, "expected " + name + " " + expectation + ", but " + found())
          .block("explanation", ExplanationText.plain(explanation))
          .error();
    }
    return this;
  }

  private String by() {
    return deciding(explanation.courses().get(0))
        .flatMap(PacketAssert::origin)
        .map(origin -> " by '" + filter(origin) + "', line " + origin.location().line())
        .orElse("");
  }

  private String found() {
    return switch (fate()) {
      case ARRIVES -> "it is accepted";
      case DROPPED -> isDecidedByRules() ? "it is dropped" + by() : "it is lost without a rule";
      case REJECTED -> "it is rejected";
      case HELD -> "it is a fragment that waits for the others";
      case DEPENDS -> "that depends on what is not known";
    };
  }
}
