package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes packets meet what a class asks of slots, which sets of packets do not tell. */
final class SlotFitting {

  private static final Bits ONE = Bits.of(1);

  private SlotFitting() {}

  /** {@return a packet that is in a class, if other values of slots make it so; else the same} */
  static Packet fitted(Packet packet, PacketClass packets) {
    if (packets.contains(packet)) {
      return packet;
    }
    boolean hasExceptions = packets.exceptions().stream().anyMatch(SlotFitting::asks);
    return packets.alternatives().stream()
        .filter(all -> hasExceptions || asks(all))
        .map(all -> fitted(packet, all))
        .map(fitted -> outside(packets.exceptions(), fitted))
        .filter(packets::contains)
        .findFirst()
        .orElse(packet);
  }

  private static boolean asks(List<PacketCondition> all) {
    return all.stream().anyMatch(condition -> slot(condition).isPresent());
  }

  /** {@return a packet that is in no exception, if other values of slots make it so} */
  private static Packet outside(List<List<PacketCondition>> exceptions, Packet packet) {
    Packet fitted = packet;
    for (List<PacketCondition> all : exceptions) {
      fitted = outsideOne(all, fitted);
    }
    return fitted;
  }

  private static Packet outsideOne(List<PacketCondition> exception, Packet packet) {
    if (!exception.stream().allMatch(condition -> condition.isMetBy(packet))) {
      return packet;
    }
    return exception.stream()
        .map(condition -> fitted(packet, List.of(condition.complement())))
        .filter(fitted -> !fitted.equals(packet))
        .findFirst()
        .orElse(packet);
  }

  private static Packet fitted(Packet packet, List<PacketCondition> all) {
    ImmutableListMultimap<Slot, PacketCondition> bySlot =
        Multimaps.index(
            all.stream().filter(condition -> slot(condition).isPresent()).toList(),
            condition -> slot(condition).orElseThrow());
    Packet fitted = packet;
    for (Map.Entry<Slot, Collection<PacketCondition>> one : bySlot.asMap().entrySet()) {
      fitted = fitted(fitted, one.getKey(), one.getValue());
    }
    return fitted;
  }

  /** {@return the slot that a condition asks for, if it does} */
  private static Optional<Slot> slot(PacketCondition condition) {
    if (condition instanceof PacketCondition.Not not) {
      return slot(not.condition());
    }
    return condition instanceof PacketCondition.OfSlot asked
        ? Optional.of(asked.slot())
        : Optional.empty();
  }

  private static Packet fitted(Packet packet, Slot slot, Collection<PacketCondition> asked) {
    return packet
        .value(slot)
        .flatMap(
            usual ->
                candidates(slot, usual, asked)
                    .filter(value -> value.fits(slot.width()))
                    .map(value -> value.equals(usual) ? packet : packet.with(slot, value))
                    .filter(other -> asked.stream().allMatch(one -> one.isMetBy(other)))
                    .findFirst())
        .orElse(packet);
  }

  /**
   * {@return values to try: the usual one, those next to it, and those that the conditions name}
   */
  private static Stream<Bits> candidates(Slot slot, Bits usual, Collection<PacketCondition> asked) {
    Stream<Bits> near =
        IntStream.range(0, slot.width())
            .mapToObj(place -> usual.xor(Bits.ones(place + 1).xor(Bits.ones(place))));
    Stream<Bits> named =
        asked.stream()
            .map(SlotFitting::values)
            .flatMap(values -> values.cubes(slot.width()).stream())
            .flatMap(cube -> edges(slot, cube));
    return Stream.concat(Stream.concat(Stream.of(usual), near), named);
  }

  private static Values values(PacketCondition condition) {
    return condition instanceof PacketCondition.Not not
        ? values(not.condition())
        : condition.values();
  }

  /** {@return the first and the last value of a cube, and those next to them} */
  private static Stream<Bits> edges(Slot slot, Values.Masked cube) {
    Bits last = cube.value().or(cube.mask().xor(Bits.ones(slot.width())));
    return Stream.of(cube.value(), last, cube.value().xor(ONE), last.xor(ONE));
  }
}
