package io.nwfilter.netfilter.analyze;

/** The sets of an analysis need more nodes, or more time, than they may. */
public final class BudgetExceededException extends RuntimeException {

  private static final long serialVersionUID = 1;

  BudgetExceededException(int maxNodes) {
    this("the analysis needs more than " + maxNodes + " nodes");
  }

  BudgetExceededException(String message) {
    super(message);
  }
}
