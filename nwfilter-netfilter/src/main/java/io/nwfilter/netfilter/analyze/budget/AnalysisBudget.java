package io.nwfilter.netfilter.analyze.budget;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * How much an analysis may need before it ends without a result.
 *
 * <pre>{@code
 * AnalysisBudget budget = AnalysisBudget.DEFAULT.until(TimeLimit.fromNow(Duration.ofSeconds(5)));
 * Difference difference = Difference.between(before, after, budget);
 * }</pre>
 *
 * @param maxNodes how many nodes the sets of packets of one space may have, each of about 36 octets
 * @param timeLimit when everything ends that has this budget
 */
public record AnalysisBudget(int maxNodes, TimeLimit timeLimit) {

  /** How many nodes there may be by default: about 150 MB. */
  public static final int DEFAULT_MAX_NODES = 4_000_000;

  /** As many nodes as there are by default, and no limit of time. */
  public static final AnalysisBudget DEFAULT = ofNodes(DEFAULT_MAX_NODES);

  /**
   * Checks that both are given.
   *
   * @param maxNodes how many nodes the sets of packets of one space may have
   * @param timeLimit when everything ends
   * @throws IllegalArgumentException if the number of nodes is negative
   */
  public AnalysisBudget {
    checkArgument(maxNodes >= 0, "%s nodes are less than none", maxNodes);
    requireNonNull(timeLimit, "timeLimit");
  }

  /**
   * {@return a budget without a limit of time}
   *
   * @param maxNodes how many nodes the sets of packets of one space may have
   */
  public static AnalysisBudget ofNodes(int maxNodes) {
    return new AnalysisBudget(maxNodes, TimeLimit.NONE);
  }

  /**
   * {@return the same budget with a limit of time}
   *
   * @param limit when everything ends
   */
  public AnalysisBudget until(TimeLimit limit) {
    return new AnalysisBudget(maxNodes, limit);
  }

  /** {@return what an analysis needs more of that has exceeded the budget} */
  public String excess() {
    return timeLimit.isOver()
        ? "it takes longer than " + timeLimit
        : "the sets of packets would need more than " + maxNodes + " nodes";
  }
}
