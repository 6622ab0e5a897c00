package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

/**
 * A statement of nftables that is not known here, at the end of a rule. What becomes of packets
 * there is unknown.
 *
 * @param statement the statement
 */
public record StatementTarget(NftStatement statement) implements Target {

  /**
   * Checks that there is a statement.
   *
   * @param statement the statement
   */
  public StatementTarget {
    requireNonNull(statement, "statement");
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
