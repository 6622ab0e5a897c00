package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does what a map says of the packet (nft(8), "Verdict maps", "NAT statements"): the verdict of the
 * element that has the values of all fields, or the translation to what that element has. If there
 * is no such element, or the packet lacks a field, it goes on to the next rule.
 *
 * @param key the fields, at least one; several are a concatenation
 * @param map where the elements are
 */
public record VerdictMapTarget(List<Selector> key, Entries map) implements Target {

  /** Where the elements of a map are: {@link Named} or {@link Listed}. */
  public sealed interface Entries {

    /**
     * A map of the table.
     *
     * @param name its name
     */
    record Named(NftName name) implements Entries {

      /** {@return the name as rules write it} */
      @Override
      public String toString() {
        return "@" + name;
      }
    }

    /**
     * A map of the rule itself, without a name.
     *
     * @param entries what happens to packets with the values of each element: a {@link
     *     Target.Verdict}, {@link Target.Jump} or {@link Target.Goto}, or for all of them a {@link
     *     Target.AddressTranslation} of one kind with the same flags; at least one, whose order
     *     does not count
     */
    record Listed(Map<SetKey, Target> entries) implements Entries {

      /**
       * Checks that there are elements.
       *
       * @param entries what happens to packets with the values of each element
       * @throws IllegalArgumentException if there is none, or a map cannot have such a verdict
       */
      public Listed {
        entries = ImmutableMap.copyOf(requireNonNull(entries, "entries"));
        checkArgument(!entries.isEmpty(), "a map without elements");
        Target first = entries.values().iterator().next();
        if (first instanceof Target.AddressTranslation translation) {
          entries.values().forEach(other -> requireAlike(translation, other));
        } else {
          requireVerdicts(entries);
        }
      }

      private static void requireAlike(Target.AddressTranslation first, Target other) {
        checkArgument(
            other instanceof Target.AddressTranslation translation
                && translation.kind() == first.kind()
                && translation.flags().equals(first.flags()),
            "%s and %s in one map",
            first,
            other);
      }
    }
  }

  /**
   * Refuses what cannot be the verdict of a map.
   *
   * @param entries the elements of a map
   * @throws IllegalArgumentException if one is not a {@link Target.Verdict}, {@link Target.Jump} or
   *     {@link Target.Goto}
   */
  public static void requireVerdicts(Map<SetKey, Target> entries) {
    for (Target verdict : entries.values()) {
      checkArgument(
          verdict instanceof Target.Verdict
              || verdict instanceof Target.Jump
              || verdict instanceof Target.Goto,
          "%s in a verdict map",
          verdict);
    }
  }

  /**
   * Checks that the elements have the fields.
   *
   * @param key the fields
   * @param map where the elements are
   * @throws IllegalArgumentException if there is no field, or an element does not fit the fields
   */
  public VerdictMapTarget {
    key = ImmutableList.copyOf(requireNonNull(key, "key"));
    checkArgument(!key.isEmpty(), "a lookup of nothing");
    if (requireNonNull(map, "map") instanceof Entries.Listed listed) {
      for (SetKey entry : listed.entries().keySet()) {
        checkArgument(entry.fits(key), "%s does not fit %s", entry, key);
      }
    }
  }

  /**
   * {@return a target that asks a map of the table}
   *
   * @param map the map's name
   * @param key the fields, by their usual expressions or not
   */
  public static VerdictMapTarget of(String map, Selector... key) {
    return new VerdictMapTarget(ImmutableList.copyOf(key), new Entries.Named(new NftName(map)));
  }

  /**
   * {@return the translation of an element, which has the kind and the flags of all of them; empty
   * if the map has verdicts}
   */
  public Optional<Target.AddressTranslation> translation() {
    return map instanceof Entries.Listed listed
            && listed.entries().values().iterator().next()
                instanceof Target.AddressTranslation translation
        ? Optional.of(translation)
        : Optional.empty();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
