package io.nwfilter.netfilter.nft;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.NftStatement;

/**
 * A part of a table or ruleset that is not modelled, such as a flow table, a limit with a name, or
 * a set whose elements are of a type that is not known, word for word.
 *
 * @param kind what it is, such as {@code flowtable} or {@code ct helper}
 * @param name its name, with the family if it is a table
 * @param text the block that declares it, in lines
 */
public record NftObject(String kind, String name, String text) {

  /**
   * Checks that the text is one block.
   *
   * @param kind what it is
   * @param name its name
   * @param text the block that declares it
   * @throws IllegalArgumentException if the text is not one block of that kind and name
   */
  public NftObject {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    checkArgument(text.startsWith(kind + " " + name + " {"), "not %s %s: %s", kind, name, text);
    NftStatement.requireBlock(text);
  }
}
