package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import java.util.List;
import java.util.Map;

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

  /** {@return the packets whose octets are those of one in the class} */
  PacketClass ofOctets() {
    return new PacketClass(
        packets.alternatives().stream()
            .map(
                all ->
                    all.stream()
                        .filter(condition -> !isTracked(condition))
                        .collect(ImmutableList.toImmutableList()))
            .collect(ImmutableList.<List<PacketCondition>>toImmutableList()));
  }

  /**
   * {@return whether a packet is in the class}
   *
   * @param packet the packet
   * @param tracked what connection tracking says of it
   */
  boolean contains(Packet packet, Map<Field, Bits> tracked) {
    return packets.alternatives().stream()
        .anyMatch(all -> all.stream().allMatch(condition -> isMet(condition, packet, tracked)));
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
