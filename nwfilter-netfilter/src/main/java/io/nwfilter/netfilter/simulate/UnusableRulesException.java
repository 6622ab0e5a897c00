package io.nwfilter.netfilter.simulate;

/**
 * Rules that no kernel has: those of a base chain lead in a circle, or one leads to a chain that
 * does not exist.
 */
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
