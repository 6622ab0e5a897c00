package io.nwfilter.netfilter.ruleset;

/**
 * Asks how many connections the source address has (iptables-extensions(8), connlimit).
 *
 * @param above matches if there are more than that many
 * @param negated whether there must be at most that many
 */
public record ConnectionLimitMatch(long above, boolean negated) implements Match {

  /**
   * Checks that the number has at most 32 bits.
   *
   * @param above matches if there are more than that many
   * @param negated whether there must be at most that many
   * @throws IllegalArgumentException if it is negative or has more
   */
  public ConnectionLimitMatch {
    if (above < 0 || above >>> 32 != 0) {
      throw new IllegalArgumentException("connection limit " + above + " is outside 0..4294967295");
    }
  }

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
