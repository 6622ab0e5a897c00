package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.stream.LongStream;

/** How many hops a packet of IP has left, of which sets only tell whether it may be routed. */
public final class Hops {

  private static final ImmutableSet<Slot> SLOTS =
      ImmutableSet.of(Slot.IPV4_TTL, Slot.IPV6_HOP_LIMIT);

  private static final int LAST = 1;
  private static final int USUAL = 64;
  private static final int MAX = 255;

  private Hops() {}

  /** {@return whether a slot is the time to live} */
  static boolean isIn(Slot slot) {
    return SLOTS.contains(slot);
  }

  /** {@return whether a packet may be routed} */
  public static boolean areLeft(Packet packet) {
    return SLOTS.stream()
        .flatMap(slot -> packet.value(slot).stream())
        .anyMatch(hops -> hops.low() > LAST);
  }

  /** {@return a packet that may not be routed, of one that may, or the reverse} */
  public static Packet opposite(Packet packet) {
    Bits hops = Bits.of(areLeft(packet) ? LAST : USUAL);
    Packet other = packet;
    for (Slot slot : SLOTS) {
      other = other.value(slot).isPresent() ? other.with(slot, hops) : other;
    }
    return other;
  }

  /** {@return how many of the values that let a packet be routed meet a condition on them} */
  static Met left(PacketCondition.OfSlot condition) {
    return met(condition, LAST + 1, MAX);
  }

  /**
   * {@return how many of the values that do not let a packet be routed meet a condition on them}
   */
  static Met none(PacketCondition.OfSlot condition) {
    return met(condition, 0, LAST);
  }

  /** How many values meet a condition. */
  enum Met {
    NONE,
    SOME,
    ALL
  }

  private static Met met(PacketCondition.OfSlot condition, int first, int last) {
    Values values = condition.values();
    long met =
        LongStream.rangeClosed(first, last)
            .filter(hops -> values.contains(Bits.of(hops)) != condition.negated())
            .count();
    return met == 0 ? Met.NONE : met == last - first + 1 ? Met.ALL : Met.SOME;
  }
}
