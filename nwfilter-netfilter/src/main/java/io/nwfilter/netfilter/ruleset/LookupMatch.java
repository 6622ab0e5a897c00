package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Set;

/**
 * Asks whether fields have, together, values that are an element of a set of nftables (nft(8),
 * "Sets"). It is met by packets that have all the fields with values in the set or, if the match is
 * negated, outside it.
 *
 * @param key the fields, at least one; several are a concatenation
 * @param set where the elements are
 * @param negated whether the values must be outside the set
 */
public record LookupMatch(List<Selector> key, Elements set, boolean negated) implements Match {

  /** Where the elements of a set are: {@link Named} or {@link Listed}. */
  public sealed interface Elements {

    /**
     * A set of the table.
     *
     * @param name its name
     */
    record Named(NftName name) implements Elements {

      /** {@return the name as rules write it} */
      @Override
      public String toString() {
        return "@" + name;
      }
    }

    /**
     * A set of the rule itself, without a name.
     *
     * @param elements its elements, at least one; their order does not count
     */
    record Listed(Set<SetKey> elements) implements Elements {

      /**
       * Checks that there are elements.
       *
       * @param elements its elements
       * @throws IllegalArgumentException if there is none
       */
      public Listed {
        elements = ImmutableSet.copyOf(requireNonNull(elements, "elements"));
        checkArgument(!elements.isEmpty(), "a set without elements");
      }
    }
  }

  /**
   * Checks that the elements have the fields.
   *
   * @param key the fields
   * @param set where the elements are
   * @param negated whether the values must be outside the set
   * @throws IllegalArgumentException if there is no field, or an element does not fit the fields
   */
  public LookupMatch {
    key = ImmutableList.copyOf(requireNonNull(key, "key"));
    checkArgument(!key.isEmpty(), "a lookup of nothing");
    if (requireNonNull(set, "set") instanceof Elements.Listed listed) {
      for (SetKey element : listed.elements()) {
        checkArgument(element.fits(key), "%s does not fit %s", element, key);
      }
    }
  }

  /**
   * {@return a match on a set of the table}
   *
   * @param set the set's name
   * @param key the fields, by their usual expressions or not
   */
  public static LookupMatch in(String set, Selector... key) {
    return new LookupMatch(
        ImmutableList.copyOf(key), new Elements.Named(new NftName(set)), /* negated= */ false);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  /** {@return fields and set, for messages} */
  @Override
  public String toString() {
    return key + (negated ? " outside " : " in ") + set;
  }
}
