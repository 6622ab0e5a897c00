package io.nwfilter.netfilter.simulate;

/** Rules that no kernel has: they lead in a circle, or to a chain that does not exist. */
public final class UnusableRulesException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message the table, the chain, the rule, and what is wrong with it
   */
  UnusableRulesException(String message) {
    super(message);
  }
}
