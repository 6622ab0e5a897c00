package io.nwfilter.netfilter.ruleset;

/**
 * Asks how many connections an address has (iptables-extensions(8), connlimit).
 *
 * @param field the address: {@link Field#IP_SOURCE} or {@link Field#IP_DESTINATION}
 * @param above matches if there are more than that many
 * @param negated whether there must be at most that many
 */
public record ConnectionLimitMatch(Field field, long above, boolean negated) implements Match {

  /**
   * Checks that the number has at most 32 bits.
   *
   * @param field {@link Field#IP_SOURCE} or {@link Field#IP_DESTINATION}
   * @param above matches if there are more than that many
   * @param negated whether there must be at most that many
   * @throws IllegalArgumentException if it is negative or has more, or the field is another one
   */
  public ConnectionLimitMatch {
    if (field != Field.IP_SOURCE && field != Field.IP_DESTINATION) {
      throw new IllegalArgumentException(field + " is no address");
    }
    if (above < 0 || above >>> 32 != 0) {
      throw new IllegalArgumentException("connection limit " + above + " is outside 0..4294967295");
    }
  }

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
