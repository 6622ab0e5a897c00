package io.nwfilter.netfilter.nft;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.NftStatement;

/**
 * A part of a table or ruleset that is not modelled, such as a flow table, a limit with a name, or
 * a set whose elements are of a type that is not known, word for word.
 *
 * @param name its name
 * @param statement what it is, and its text
 */
public record NftObject(String name, NftStatement statement) {

  /**
   * Checks that both are given.
   *
   * @param name its name
   * @param statement what it is, and its text
   */
  public NftObject {
    requireNonNull(name, "name");
    requireNonNull(statement, "statement");
  }

  /** {@return what it is, by the word of libnftables-json(5), such as {@code flowtable}} */
  public String kind() {
    return statement.keyword();
  }
}
