package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;

/**
 * An element of a set, or the key of one of a map: for each field of the set a value, the values
 * with some leading bits, or a range.
 *
 * @param parts what each field must have, in the order of the fields; at least one
 */
public record SetKey(List<Values> parts) {

  /**
   * Checks that there are parts that elements can have.
   *
   * @param parts what each field must have
   * @throws IllegalArgumentException if there is none, or one of them is a union
   */
  public SetKey {
    parts = ImmutableList.copyOf(requireNonNull(parts, "parts"));
    checkArgument(!parts.isEmpty(), "an element without a value");
    checkArgument(parts.stream().noneMatch(Values.Union.class::isInstance), "a union in %s", parts);
  }

  /**
   * {@return an element}
   *
   * @param parts what each field must have
   */
  public static SetKey of(Values... parts) {
    return new SetKey(ImmutableList.copyOf(parts));
  }

  /**
   * {@return whether a packet with some values is meant}
   *
   * @param values the values of the fields, in order
   */
  public boolean contains(List<Bits> values) {
    boolean contained = values.size() == parts.size();
    for (int i = 0; contained && i < parts.size(); i++) {
      contained = parts.get(i).contains(values.get(i));
    }
    return contained;
  }

  /**
   * {@return whether each part has a field, and no more bits than the field}
   *
   * @param key the fields
   */
  boolean fits(List<Selector> key) {
    boolean fits = key.size() == parts.size();
    for (int i = 0; fits && i < parts.size(); i++) {
      fits = parts.get(i).fits(key.get(i).field().width());
    }
    return fits;
  }

  /** {@return the parts, separated by dots as in nftables} */
  @Override
  public String toString() {
    return String.join(" . ", parts.stream().map(Values::toString).toList());
  }
}
