package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.SplittableRandom;

/** Makes packets meet conditions. */
final class Fitting {

  private static final int TRIES = 20;

  private final Palette palette;
  private final SplittableRandom random;

  Fitting(Palette palette, SplittableRandom random) {
    this.palette = palette;
    this.random = random;
  }

  /** {@return a packet that meets as many conditions as it can} */
  Packet fit(Packet packet, List<PacketCondition> conditions) {
    Packet fitting = packet;
    for (PacketCondition condition : conditions) {
      if (!condition.isMetBy(fitting)) {
        fitting = fit(fitting, condition);
      }
    }
    return fitting;
  }

  /**
   * {@return a packet of which about half of the values that must be outside a set are others:
   * these are what a class is about}
   */
  Packet vary(Packet packet, List<PacketCondition> conditions) {
    Packet varied = packet;
    for (PacketCondition condition : conditions) {
      if (condition.negated() && random.nextBoolean()) {
        varied = fit(varied, condition);
      }
    }
    return varied;
  }

  private Packet fit(Packet packet, PacketCondition condition) {
    return fit(packet, condition, condition);
  }

  /** Changes the field or slot that one condition is about as another says. */
  private Packet fit(Packet packet, PacketCondition about, PacketCondition condition) {
    if (about instanceof PacketCondition.Not not) {
      return fit(packet, not.condition(), condition);
    }
    if (about instanceof PacketCondition.OfSlot of) {
      return with(packet, of.slot(), condition);
    }
    PacketCondition.OfField of = (PacketCondition.OfField) about;
    List<Slot> slots = of.field().slots();
    if (of.field().kind() == FieldKind.TYPE_AND_CODE) {
      Bits both = value(condition, slots.get(0), of.field().width());
      Packet typed = set(packet, slots.get(0), Bits.of(both.low() >>> 8));
      return set(typed, slots.get(1), Bits.of(both.low() & 0xff));
    }
    return slots.stream()
        .filter(slot -> packet.value(slot).isPresent())
        .findFirst()
        .map(slot -> with(packet, slot, condition))
        .orElse(packet);
  }

  private Packet with(Packet packet, Slot slot, PacketCondition condition) {
    return set(packet, slot, value(condition, slot, slot.width()));
  }

  /** What follows from the rest of a packet is left alone: another packet has to be found. */
  private static Packet set(Packet packet, Slot slot, Bits value) {
    return packet.value(slot).isEmpty() || slot.isComputed() || !value.fits(slot.width())
        ? packet
        : packet.with(slot, value);
  }

  private Bits value(PacketCondition condition, Slot slot, int width) {
    if (!condition.negated()) {
      return member(condition.values(), width);
    }
    Bits value = palette.pick(slot, random);
    for (int i = 0; i < TRIES && condition.values().contains(value); i++) {
      value = palette.pick(slot, random);
    }
    return value;
  }

  private Bits member(Values values, int width) {
    ImmutableList<Values.Masked> cubes = ImmutableList.copyOf(values.cubes(width));
    if (cubes.isEmpty()) {
      return Bits.ZERO;
    }
    Values.Masked cube = cubes.get(random.nextInt(cubes.size()));
    Bits free = cube.mask().xor(Bits.ones(width));
    return cube.value().or(new Bits(random.nextLong(), random.nextLong()).and(free));
  }
}
