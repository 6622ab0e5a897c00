package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.IcmpValues;
import io.nwfilter.netfilter.packet.PacketWords;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;

/**
 * Messages of ICMP: names, a type with all of its codes, or type and code as {@code 3/1}.
 *
 * @param names the names, with type and code
 */
record MessageNotation(ImmutableBiMap<String, Integer> names) implements Notation {

  private static final int WIDTH = 16;

  @Override
  public ImmutableList<Item> read(String text) {
    return ImmutableList.of(new Item(FieldKind.TYPE_AND_CODE, values(text)));
  }

  private Values values(String text) {
    Integer named = names.get(text);
    if (named != null) {
      return IcmpValues.of(named >> 8, named & 0xff);
    }
    if (!isNumber(text)) {
      throw new IllegalValueException(
          text, "a message" + NearestName.question(text, names.keySet()));
    }
    int slash = text.indexOf('/');
    return slash < 0
        ? IcmpValues.ofType(octet(Slot.ICMP_TYPE, text))
        : IcmpValues.of(
            octet(Slot.ICMP_TYPE, text.substring(0, slash)),
            octet(Slot.ICMP_CODE, text.substring(slash + 1)));
  }

  private static int octet(Slot slot, String text) {
    return (int) PacketWords.read(slot, text).low();
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
  }

  @Override
  public String print(Item item) {
    Values.Masked message = (Values.Masked) item.values();
    long both = message.value().low();
    if (!message.mask().equals(Bits.ones(WIDTH))) {
      return Long.toString(both >> 8);
    }
    String name = names.inverse().get((int) both);
    return name != null ? name : (both >> 8) + "/" + (both & 0xff);
  }

  @Override
  public ImmutableList<String> expected() {
    return ImmutableList.<String>builder()
        .addAll(names.keySet())
        .add("a type such as 8", "type/code such as 8/0")
        .build();
  }

  @Override
  public boolean isMeantBy(String text) {
    return names.containsKey(text) || isNumber(text);
  }
}
