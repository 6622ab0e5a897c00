package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a set or map of nftables: single values are found at once, others are tried one
 * after the other.
 *
 * @param <T> what elements lead to
 */
final class KeyIndex<T> {

  private final Map<ImmutableList<Bits>, T> single = new HashMap<>();
  private final List<Entry<T>> others = new ArrayList<>();

  private record Entry<T>(SetKey key, T value) {}

  KeyIndex(List<Selector> key, Map<SetKey, T> entries) {
    entries.forEach(
        (element, value) -> {
          ImmutableList<Bits> values = values(key, element);
          if (values == null) {
            others.add(new Entry<>(element, value));
          } else {
            single.put(values, value);
          }
        });
  }

  /** {@return the single values that an element has; null if it has others} */
  private static @Nullable ImmutableList<Bits> values(List<Selector> key, SetKey element) {
    ImmutableList.Builder<Bits> values = ImmutableList.builder();
    for (int i = 0; i < key.size(); i++) {
      if (!(element.parts().get(i) instanceof Values.Masked part)
          || !part.isSingle(key.get(i).field().width())) {
        return null;
      }
      values.add(part.value());
    }
    return values.build();
  }

  /** {@return what the element leads to that has some values; null if there is none} */
  @Nullable T find(ImmutableList<Bits> values) {
    T found = single.get(values);
    if (found != null) {
      return found;
    }
    for (Entry<T> other : others) {
      if (other.key.contains(values)) {
        return other.value;
      }
    }
    return null;
  }
}
