package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes packets meet what a class asks of slots, which sets of packets do not tell. */
final class SlotFitting {

  private static final Bits ONE = Bits.of(1);
  private static final int ROUNDS = 3;

  /** The fields of which sets do not tell all that makes a packet have a value of them. */
  private static final Set<Field> OF_SEVERAL_OCTETS =
      Sets.immutableEnumSet(Field.TCP_OPTION, Field.PACKET_LENGTH);

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

  private static boolean isMet(List<PacketCondition> all, Packet packet) {
    return all.stream().allMatch(condition -> condition.isMetBy(packet));
  }

  private static boolean asks(List<PacketCondition> all) {
    return all.stream()
        .anyMatch(
            condition ->
                slot(condition).isPresent()
                    || OF_SEVERAL_OCTETS.stream().anyMatch(field -> asks(condition, field)));
  }

  private static boolean asks(PacketCondition condition, Field field) {
    return condition instanceof PacketCondition.Not not
        ? asks(not.condition(), field)
        : (condition instanceof PacketCondition.OfField asked && asked.field() == field);
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

  /** {@return a packet that meets all conditions, if that can be; one may change others' values} */
  private static Packet fitted(Packet packet, List<PacketCondition> all) {
    Packet fitted = packet;
    for (int i = 0; i < ROUNDS && !isMet(all, fitted); i++) {
      fitted = fittedOnce(fitted, all);
    }
    return fitted;
  }

  private static Packet fittedOnce(Packet packet, List<PacketCondition> all) {
    Packet fitted = packet;
    for (Field field : OF_SEVERAL_OCTETS) {
      List<PacketCondition> asked = all.stream().filter(one -> asks(one, field)).toList();
      fitted = asked.isEmpty() ? fitted : fitted(fitted, field, asked);
    }
    ImmutableListMultimap<Slot, PacketCondition> bySlot =
        Multimaps.index(
            all.stream().filter(condition -> slot(condition).isPresent()).toList(),
            condition -> slot(condition).orElseThrow());
    for (Slot slot : bySlot.keySet()) {
      fitted = fitted(fitted, slot, bySlot.get(slot));
    }
    for (Slot slot : bySlot.keySet()) { // what depends on the others, once these are known
      fitted = Reshaping.isChecksum(slot) ? fitted(fitted, slot, bySlot.get(slot)) : fitted;
    }
    return fitted;
  }

  private static Packet fitted(Packet packet, Field field, Collection<PacketCondition> asked) {
    if (packet.has(Header.IP) && !asked.stream().allMatch(one -> one.isMetBy(packet))) {
      Bits usual = packet.value(field).orElse(Bits.ZERO);
      return candidates(field.width(), usual, asked)
          .flatMap(value -> new Reshaping(packet).with(field, value.low()).stream())
          .filter(other -> asked.stream().allMatch(one -> one.isMetBy(other)))
          .findFirst()
          .orElse(packet);
    }
    return packet;
  }

  /** {@return the slot that a condition asks for, if it does} */
  private static Optional<Slot> slot(PacketCondition condition) {
    if (condition instanceof PacketCondition.Not not) {
      return slot(not.condition());
    }
    if (condition instanceof PacketCondition.OfField asked
        && asked.field().header() == Header.STP) {
      return Optional.of(asked.field().slots().get(0)); // which rules read elsewhere
    }
    return condition instanceof PacketCondition.OfSlot asked
        ? Optional.of(asked.slot())
        : Optional.empty();
  }

  private static Packet fitted(Packet plain, Slot slot, Collection<PacketCondition> asked) {
    Packet packet = Reshaping.withHeaderOf(slot, plain);
    return packet
        .value(slot)
        .flatMap(
            usual ->
                candidates(slot.width(), usual, asked)
                    .filter(value -> value.fits(slot.width()))
                    .flatMap(value -> with(packet, slot, value))
                    .filter(other -> asked.stream().allMatch(one -> one.isMetBy(other)))
                    .findFirst())
        .orElse(plain);
  }

  /** {@return the packet with a value of a slot; first with what that value is right for} */
  private static Stream<Packet> with(Packet packet, Slot slot, Bits value) {
    if (packet.value(slot).filter(value::equals).isPresent()) {
      return Stream.of(packet);
    }
    Stream<Packet> right = new Reshaping(packet).with(slot, value.low()).stream();
    return Reshaping.isLength(slot)
        ? right
        : Stream.concat(right, Stream.of(value).map(wrong -> packet.with(slot, wrong)));
  }

  /**
   * {@return values to try: the usual one, those next to it, and those that the conditions name}
   */
  private static Stream<Bits> candidates(int width, Bits usual, Collection<PacketCondition> asked) {
    Stream<Bits> near =
        IntStream.range(0, width)
            .mapToObj(place -> usual.xor(Bits.ones(place + 1).xor(Bits.ones(place))));
    Stream<Bits> named =
        asked.stream()
            .map(SlotFitting::values)
            .flatMap(values -> values.cubes(width).stream())
            .flatMap(cube -> edges(width, cube));
    return Stream.concat(Stream.concat(Stream.of(usual), near), named)
        .filter(value -> asked.stream().allMatch(one -> isIn(one, value)));
  }

  /** {@return whether a packet with a value in the place that is asked for meets a condition} */
  private static boolean isIn(PacketCondition condition, Bits value) {
    return condition.values().contains(value) != condition.negated();
  }

  private static Values values(PacketCondition condition) {
    return condition instanceof PacketCondition.Not not
        ? values(not.condition())
        : condition.values();
  }

  /** {@return the first and the last value of a cube, and those next to them} */
  private static Stream<Bits> edges(int width, Values.Masked cube) {
    Bits last = cube.value().or(cube.mask().xor(Bits.ones(width)));
    return Stream.of(cube.value(), last, cube.value().xor(ONE), last.xor(ONE));
  }
}
