package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

/**
 * A statement of nftables that is not known here, before the end of a rule. Whether packets go on
 * after it is unknown and, unless it {@linkplain NftStatement#isQuestion() only asks}, what it
 * changes.
 *
 * @param statement the statement
 */
public record StatementMatch(NftStatement statement) implements Match {

  /**
   * Checks that there is a statement.
   *
   * @param statement the statement
   */
  public StatementMatch {
    requireNonNull(statement, "statement");
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
