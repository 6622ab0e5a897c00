package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.PacketWords;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;

/**
 * Control bits of TCP: exactly those that are set, as {@code syn,ack}, or those of others, as
 * {@code syn/syn,ack}.
 */
record ControlBitNotation() implements Notation {

  private static final String ANY = "any";
  private static final String NONE = PacketWords.print(Slot.TCP_FLAGS, Bits.ZERO);
  private static final ImmutableSet<String> NAMES =
      ImmutableSet.copyOf(PacketWords.controlBits().keySet());

  @Override
  public ImmutableList<Item> read(String text) {
    return ImmutableList.of(new Item(FieldKind.BITS, values(text)));
  }

  private static Values values(String text) {
    if (text.equals(ANY)) {
      return new Values.Masked(Bits.ZERO, Bits.ZERO);
    }
    int slash = text.indexOf('/');
    Bits set = bits(slash < 0 ? text : text.substring(0, slash));
    Bits of = slash < 0 ? Bits.ones(Slot.TCP_FLAGS.width()) : bits(text.substring(slash + 1));
    if (!set.and(of).equals(set)) {
      throw new IllegalValueException(text, "BITS/OF: there are bits that are not of the others");
    }
    return new Values.Masked(set, of);
  }

  private static Bits bits(String text) {
    try {
      return PacketWords.read(Slot.TCP_FLAGS, text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not control bits of TCP such as syn,ack", e);
    }
  }

  @Override
  public String print(Item item) {
    Values.Masked bits = (Values.Masked) item.values();
    if (bits.mask().isZero()) {
      return ANY;
    }
    String set = PacketWords.print(Slot.TCP_FLAGS, bits.value());
    return bits.isSingle(Slot.TCP_FLAGS.width())
        ? set
        : set + "/" + PacketWords.print(Slot.TCP_FLAGS, bits.mask());
  }

  @Override
  public ImmutableList<String> expected() {
    return ImmutableList.<String>builder()
        .addAll(NAMES)
        .add(NONE, "several such as syn,ack", "some of others such as syn/syn,ack")
        .build();
  }

  @Override
  public boolean isMeantBy(String text) {
    String first = text.indexOf('/') < 0 ? text : text.substring(0, text.indexOf('/'));
    return first.equals(NONE) || NAMES.contains(first);
  }

  @Override
  public boolean hasCommas() {
    return true;
  }
}
