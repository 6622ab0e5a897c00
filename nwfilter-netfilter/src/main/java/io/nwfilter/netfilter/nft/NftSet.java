package io.nwfilter.netfilter.nft;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.SetKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A set of a table (nft(8), "Sets").
 *
 * @param name its name
 * @param type what its elements are
 * @param elements its elements, whose order does not count
 * @param comment its comment
 */
public record NftSet(NftName name, SetType type, Set<SetKey> elements, Optional<Comment> comment) {

  /**
   * Checks the elements.
   *
   * @param name its name
   * @param type what its elements are
   * @param elements its elements
   * @param comment its comment
   * @throws IllegalArgumentException if the type does not allow an element
   */
  public NftSet {
    requireNonNull(name, "name");
    requireNonNull(comment, "comment");
    elements = ImmutableSet.copyOf(requireNonNull(elements, "elements"));
    elements.forEach(type::require);
  }

  /**
   * {@return a set without a comment}
   *
   * @param name its name
   * @param type what its elements are
   * @param elements its elements
   */
  public static NftSet of(String name, SetType type, List<SetKey> elements) {
    return new NftSet(new NftName(name), type, ImmutableSet.copyOf(elements), Optional.empty());
  }
}
