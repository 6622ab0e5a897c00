package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.TrackedState;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A class of packets that may ask what connection tracking says of them.
 *
 * @param packets the class
 */
record TrackedClass(PacketClass packets) {

  private static boolean isTracked(PacketCondition condition) {
    if (condition instanceof PacketCondition.Not not) {
      return isTracked(not.condition());
    }
    return condition instanceof PacketCondition.OfField asked && isTracked(asked.field());
  }

  private static boolean isTracked(Field field) {
    return field == Field.CONNECTION_STATE || field == Field.CONNECTION_DIRECTION;
  }

  /** {@return whether anything is asked of what connection tracking says} */
  boolean asks() {
    return Stream.of(packets.alternatives(), packets.exceptions())
        .flatMap(List::stream)
        .anyMatch(TrackedClass::asks);
  }

  private static boolean asks(List<PacketCondition> all) {
    return all.stream().anyMatch(TrackedClass::isTracked);
  }

  /** {@return the packets whose octets are those of one in the class} */
  PacketClass ofOctets() {
    return new PacketClass(
        packets.alternatives().stream()
            .map(
                all ->
                    all.stream()
                        .filter(condition -> !isTracked(condition))
                        .collect(ImmutableList.toImmutableList()))
            .collect(ImmutableList.<List<PacketCondition>>toImmutableList()),
        packets.exceptions().stream()
            .filter(all -> !asks(all)) // whose packets may be said something else of
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * {@return whether a packet is in the class}
   *
   * @param packet the packet
   * @param tracked what connection tracking says of it; nothing if it was not asked, which packets
   *     of IP are untracked by
   */
  boolean contains(Packet packet, Map<Field, Bits> tracked) {
    Map<Field, Bits> said = tracked.isEmpty() ? untracked(packet) : tracked;
    return isAny(packets.alternatives(), packet, said)
        && !isAny(packets.exceptions(), packet, said);
  }

  private static boolean isAny(
      List<List<PacketCondition>> several, Packet packet, Map<Field, Bits> tracked) {
    return several.stream()
        .anyMatch(all -> all.stream().allMatch(condition -> isMet(condition, packet, tracked)));
  }

  private static Map<Field, Bits> untracked(Packet packet) {
    return packet.has(Header.IPV4) || packet.has(Header.IPV6)
        ? ImmutableMap.of(Field.CONNECTION_STATE, Bits.of(TrackedState.UNTRACKED.bit()))
        : ImmutableMap.of();
  }

  private static boolean isMet(PacketCondition condition, Packet packet, Map<Field, Bits> tracked) {
    if (condition instanceof PacketCondition.Not not) {
      return !isMet(not.condition(), packet, tracked);
    }
    if (condition instanceof PacketCondition.OfField asked && isTracked(asked.field())) {
      Bits value = tracked.get(asked.field());
      return value != null && asked.values().contains(value) != asked.negated();
    }
    return condition.isMetBy(packet);
  }
}
