package io.nwfilter.netfilter.nft;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.SetKey;
import java.util.List;
import java.util.Set;

/**
 * What the elements of a set or a map are.
 *
 * @param key the types of their parts, at least one; several are a concatenation
 * @param flags what the set may do
 */
public record SetType(List<KeyType> key, Set<SetFlag> flags) {

  /**
   * Checks that there are parts.
   *
   * @param key the types of their parts
   * @param flags what the set may do
   * @throws IllegalArgumentException if there is no part
   */
  public SetType {
    key = ImmutableList.copyOf(requireNonNull(key, "key"));
    flags = Sets.immutableEnumSet(flags);
    checkArgument(!key.isEmpty(), "a set of nothing");
  }

  /**
   * {@return the type of a set without flags}
   *
   * @param key the types of the parts of its elements
   */
  public static SetType of(KeyType... key) {
    return new SetType(ImmutableList.copyOf(key), Set.of());
  }

  /**
   * {@return this type with other flags}
   *
   * @param others the flags
   */
  public SetType with(SetFlag... others) {
    return new SetType(key, ImmutableList.copyOf(others).isEmpty() ? Set.of() : Set.of(others));
  }

  /**
   * Refuses an element that a set of this type cannot have.
   *
   * @throws IllegalArgumentException if its parts are not those of the type, or more than single
   *     values without {@link SetFlag#INTERVAL}
   */
  void require(SetKey element) {
    checkArgument(element.parts().size() == key.size(), "%s is not of %s", element, key);
    for (int i = 0; i < key.size(); i++) {
      Values part = element.parts().get(i);
      int width = key.get(i).width();
      checkArgument(part.fits(width), "%s in %s is wider than %s", part, element, key.get(i));
      checkArgument(
          flags.contains(SetFlag.INTERVAL)
              || (part instanceof Values.Masked masked && masked.isSingle(width)),
          "%s in a set without intervals",
          element);
    }
  }
}
