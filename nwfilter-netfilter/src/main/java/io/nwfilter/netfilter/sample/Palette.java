package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
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
  private final Map<Slot, ImmutableList<Bits>> mentioned = new EnumMap<>(Slot.class);
  private final ImmutableList<List<PacketCondition>> rules;

  Palette(Mentions mentions, Neighborhood ends) {
    this.rules = mentions.rules();
    for (Slot slot : Slot.values()) {
      ImmutableList<Bits> ofRules = mentioned(slot, mentions);
      mentioned.put(slot, ofRules);
      values.put(
          slot,
          switch (slot.kind()) {
            case MAC -> join(ends.macs(), ofRules);
            case IPV4 -> join(ends.addresses(true), ofRules);
            case IPV6 -> join(ends.addresses(false), ofRules);
            default -> numbers(slot, ofRules);
          });
    }
  }

  /**
   * {@return what rules mention and its neighbours: addresses of any field, numbers of the slot}
   */
  private static ImmutableList<Bits> mentioned(Slot slot, Mentions mentions) {
    return switch (slot.kind()) {
      case MAC, IPV4, IPV6 -> mentions.of(slot.kind());
      default -> ofFields(slot, mentions);
    };
  }

  private static ImmutableList<Bits> join(ImmutableList<Bits> some, ImmutableList<Bits> more) {
    return ImmutableSet.<Bits>builder().addAll(some).addAll(more).build().asList();
  }

  private static ImmutableList<Bits> ofFields(Slot slot, Mentions mentions) {
    ImmutableSet.Builder<Bits> all = ImmutableSet.builder();
    for (Field field : Field.values()) {
      int place = field.slots().indexOf(slot);
      if (place >= 0) {
        boolean half = field.kind() == FieldKind.TYPE_AND_CODE;
        mentions.of(field).forEach(value -> all.add(half ? half(value, place) : value));
      }
    }
    return fitting(slot, all.build());
  }

  private static ImmutableList<Bits> numbers(Slot slot, ImmutableList<Bits> ofRules) {
    ImmutableSet.Builder<Bits> all = ImmutableSet.<Bits>builder().addAll(ofRules);
    for (int usual : USUAL.getOrDefault(slot.word(), ImmutableList.of())) {
      all.add(Bits.of(usual));
    }
    all.add(Bits.ZERO, Bits.of(1), Bits.ones(slot.width()));
    return fitting(slot, all.build());
  }

  private static ImmutableList<Bits> fitting(Slot slot, ImmutableSet<Bits> values) {
    return values.stream()
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

  /** {@return what some rule asks of the fields of a packet; empty if no rule asks for any} */
  List<PacketCondition> rule(SplittableRandom random) {
    return rules.isEmpty() ? ImmutableList.of() : rules.get(random.nextInt(rules.size()));
  }

  /**
   * {@return a value for a slot: one that rules mention or another one that matters, perhaps with
   * one bit changed, or any}
   */
  Bits pick(Slot slot, SplittableRandom random) {
    int roll = random.nextInt(100);
    if (roll < 5) {
      return new Bits(random.nextLong(), random.nextLong()).and(Bits.ones(slot.width()));
    }
    ImmutableList<Bits> ofRules = mentioned.getOrDefault(slot, ImmutableList.of());
    ImmutableList<Bits> known = roll % 2 == 0 && !ofRules.isEmpty() ? ofRules : of(slot);
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
