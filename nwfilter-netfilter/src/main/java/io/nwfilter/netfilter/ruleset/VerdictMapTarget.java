package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/**
 * Does what a verdict map says of the packet (nft(8), "Verdict maps"): the verdict of the element
 * that has the values of all fields. If there is no such element, or the packet lacks a field, it
 * goes on to the next rule.
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
     *     Target.Verdict}, {@link Target.Jump} or {@link Target.Goto}; at least one, whose order
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
        requireVerdicts(entries);
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

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
