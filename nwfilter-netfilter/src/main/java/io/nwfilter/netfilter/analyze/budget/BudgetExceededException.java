package io.nwfilter.netfilter.analyze.budget;

/** The sets of an analysis need more nodes, or more time, than they may. */
public final class BudgetExceededException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Says that there are too many nodes.
   *
   * @param maxNodes how many there may be
   */
  public BudgetExceededException(int maxNodes) {
    this("the analysis needs more than " + maxNodes + " nodes");
  }

  /**
   * Says what is exceeded.
   *
   * @param message what, as a sentence
   */
  public BudgetExceededException(String message) {
    super(message);
  }
}
