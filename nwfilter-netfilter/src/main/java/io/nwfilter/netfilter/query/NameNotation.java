package io.nwfilter.netfilter.query;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;

/**
 * Values that have names, and no other form.
 *
 * @param names what each name means
 */
record NameNotation(ImmutableBiMap<String, Values> names) implements Notation {

  @Override
  public ImmutableList<Item> read(String text) {
    Values known = names.get(text);
    checkArgument(
        known != null,
        "'%s' is not one of %s%s",
        text,
        String.join(", ", names.keySet()),
        NearestName.question(text, names.keySet()));
    return ImmutableList.of(new Item(FieldKind.NAME, known));
  }

  @Override
  public String print(Item item) {
    return String.valueOf(names.inverse().get(item.values()));
  }

  @Override
  public ImmutableList<String> expected() {
    return names.keySet().asList();
  }
}
