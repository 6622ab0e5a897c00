package io.nwfilter.netfilter.analyze.budget;

/** The sets of an analysis need more nodes, or more time, than they may. */
public final class BudgetExceededException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public BudgetExceededException(int maxNodes) {
    this("the analysis needs more than " + maxNodes + " nodes");
  }

  public BudgetExceededException(String message) {
    super(message);
  }
}
