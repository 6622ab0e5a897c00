package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Slot;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The values that are tried for each slot: what rules mention, and what always matters. */
final class Palette {

  private static final ImmutableMap<String, ImmutableList<Integer>> USUAL =
      ImmutableMap.<String, ImmutableList<Integer>>builder()
          .put("sport", ImmutableList.of(22, 53, 67, 68, 80, 546, 547, 1023, 1024, 40000))
          .put("dport", ImmutableList.of(22, 53, 67, 68, 80, 443, 546, 547, 1024, 40000))
          .put("flags", ImmutableList.of(0, 1, 2, 4, 16, 17, 18, 20, 0x29, 0x3f))
          .put("type", ImmutableList.of(0, 3, 4, 5, 8, 9, 10, 11, 12, 13, 128, 129, 133, 134, 136))
          .put("proto", ImmutableList.of(0, 1, 2, 4, 6, 17, 33, 41, 43, 44, 47, 50, 51, 58, 132))
          .put("ether-type", ImmutableList.of(0x0600, 0x0800, 0x0806, 0x8035, 0x86dd, 0x88cc))
          .put("operation", ImmutableList.of(1, 2, 3, 4, 8, 9))
          .buildOrThrow();

  private final Map<Slot, ImmutableList<Bits>> values = new EnumMap<>(Slot.class);

  Palette(Mentions mentions, Neighborhood ends) {
    ImmutableList<Bits> macs = join(ends.macs(), mentions.of(FieldKind.MAC));
    ImmutableList<Bits> ipv4 = join(ends.addresses(true), mentions.of(FieldKind.IPV4));
    ImmutableList<Bits> ipv6 = join(ends.addresses(false), mentions.of(FieldKind.IPV6));
    for (Slot slot : Slot.values()) {
      values.put(
          slot,
          switch (slot.kind()) {
            case MAC -> macs;
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
            default -> numbers(slot, mentions);
          });
    }
  }

  private static ImmutableList<Bits> join(ImmutableList<Bits> some, ImmutableList<Bits> more) {
    return ImmutableSet.<Bits>builder().addAll(some).addAll(more).build().asList();
  }

  private static ImmutableList<Bits> numbers(Slot slot, Mentions mentions) {
    ImmutableSet.Builder<Bits> all = ImmutableSet.builder();
    for (Field field : Field.values()) {
      int place = field.slots().indexOf(slot);
      if (place >= 0) {
        boolean half = field.kind() == FieldKind.TYPE_AND_CODE;
        mentions.of(field).forEach(value -> all.add(half ? half(value, place) : value));
      }
    }
    for (int usual : USUAL.getOrDefault(slot.word(), ImmutableList.of())) {
      all.add(Bits.of(usual));
    }
    all.add(Bits.ZERO, Bits.of(1), Bits.ones(slot.width()));
    return all.build().stream()
        .filter(value -> value.fits(slot.width()))
        .collect(ImmutableList.toImmutableList());
  }

  private static Bits half(Bits typeAndCode, int place) {
    return Bits.of(place == 0 ? typeAndCode.low() >>> 8 : typeAndCode.low() & 0xff);
  }

  /** {@return the values that are tried for a slot} */
  ImmutableList<Bits> of(Slot slot) {
    return values.getOrDefault(slot, ImmutableList.of());
  }

  /**
   * {@return a value for a slot: one of those that matter, perhaps with one bit changed, or any}
   */
  Bits pick(Slot slot, SplittableRandom random) {
    int roll = random.nextInt(100);
    if (roll < 5) {
      return new Bits(random.nextLong(), random.nextLong()).and(Bits.ones(slot.width()));
    }
    ImmutableList<Bits> known = of(slot);
    Bits value = known.get(random.nextInt(known.size()));
    return roll < 25 ? value.xor(bit(random.nextInt(slot.width()))) : value;
  }

  private static Bits bit(int place) {
    return Bits.ones(place + 1).xor(Bits.ones(place));
  }

  /** {@return all slots that hold a field of a packet's ends, which matter most} */
  static boolean isOfAnEnd(Slot slot) {
    return switch (slot.kind()) {
      case MAC, IPV4, IPV6 -> true;
      default -> Arrays.asList("sport", "dport").contains(slot.word());
    };
  }
}
