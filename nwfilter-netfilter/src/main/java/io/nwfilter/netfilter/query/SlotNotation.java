package io.nwfilter.netfilter.query;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.PacketWords;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers and addresses, as the texts of packets have them: a single one, a range, the values under
 * a mask, or any.
 *
 * @param slots slots whose values are written so: one of IPv4 and one of IPv6, or a single one
 */
record SlotNotation(ImmutableList<Slot> slots) implements Notation {

  private static final String ANY = "any";

  @Override
  public ImmutableList<Item> read(String text) {
    if (text.equals(ANY)) {
      return slots.stream()
          .map(slot -> new Item(slot.kind(), new Values.Masked(Bits.ZERO, Bits.ZERO)))
          .collect(ImmutableList.toImmutableList());
    }
    Slot slot = text.indexOf(':') < 0 ? slots.get(0) : slots.get(slots.size() - 1);
    return ImmutableList.of(new Item(slot.kind(), values(slot, text)));
  }

  private static Values values(Slot slot, String text) {
    int dash = text.indexOf('-');
    if (dash > 0) {
      Bits low = PacketWords.read(slot, text.substring(0, dash));
      Bits high = PacketWords.read(slot, text.substring(dash + 1));
      checkArgument(low.compareTo(high) <= 0, "'%s' ends before it starts", text);
      return new Values.Range(low, high);
    }
    int slash = text.indexOf('/');
    if (slash <= 0) {
      return new Values.Masked(PacketWords.read(slot, text), Bits.ones(slot.width()));
    }
    Bits value = PacketWords.read(slot, text.substring(0, slash));
    Bits mask = mask(slot, text.substring(slash + 1));
    checkArgument(
        value.and(mask).equals(value),
        "'%s' has bits outside its mask; did you mean '%s'?",
        text,
        print(slot, new Values.Masked(value.and(mask), mask)));
    return new Values.Masked(value, mask);
  }

  private static boolean isAddress(Slot slot) {
    return slot.kind() == FieldKind.IPV4 || slot.kind() == FieldKind.IPV6;
  }

  private static Bits mask(Slot slot, String text) {
    if (!isAddress(slot) || !text.matches("[0-9]{1,3}")) {
      return PacketWords.read(slot, text);
    }
    int length = Integer.parseInt(text);
    checkArgument(
        length <= slot.width(), "a prefix has at most %s bits, not %s", slot.width(), text);
    return Bits.prefix(length, slot.width());
  }

  @Override
  public String print(Item item) {
    Slot slot = slots.get(0).kind() == item.kind() ? slots.get(0) : slots.get(slots.size() - 1);
    return item.values() instanceof Values.Range range
        ? PacketWords.print(slot, range.low()) + "-" + PacketWords.print(slot, range.high())
        : slots.size() == 1 && isAny(item.values())
            ? ANY
            : print(slot, (Values.Masked) item.values());
  }

  private static boolean isAny(Values values) {
    return values instanceof Values.Masked masked && masked.mask().isZero() && !masked.isEmpty();
  }

  private static String print(Slot slot, Values.Masked masked) {
    String value = PacketWords.print(slot, masked.value());
    int prefix = masked.mask().prefixLength(slot.width());
    if (prefix == slot.width()) {
      return value;
    }
    if (isAddress(slot) && prefix >= 0) {
      return value + "/" + prefix;
    }
    return prefix == 0 ? ANY : value + "/" + PacketWords.print(slot, masked.mask());
  }

  @Override
  public ImmutableList<String> expected() {
    List<String> expected = new ArrayList<>();
    for (Slot slot : slots) {
      switch (slot.kind()) {
        case MAC ->
            expected.add(
                "a MAC address such as 52:54:00:01:02:03 or"
                    + " 01:00:00:00:00:00/01:00:00:00:00:00");
        case IPV4 -> expected.add("addresses of IPv4 such as 10.0.0.1, 10.0.0.0/8");
        case IPV6 -> expected.add("addresses of IPv6 such as fd00::1, fd00::/8");
        default -> {
          long last = (1L << slot.width()) - 1;
          expected.add("numbers from 0 to " + last + " such as 1, 0-" + last);
        }
      }
    }
    expected.add(ANY);
    return ImmutableList.copyOf(expected);
  }
}
