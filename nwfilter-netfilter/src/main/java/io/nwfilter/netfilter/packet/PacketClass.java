package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.List;

/**
 * A set of packets as data: those that meet all conditions of at least one alternative.
 *
 * <pre>{@code
 * PacketClass pings = PacketClass.of(PacketCondition.is(Field.ICMP_TYPE, 0x0800));
 * }</pre>
 *
 * @param alternatives the alternatives, each the conditions that a packet of it meets
 */
public record PacketClass(List<List<PacketCondition>> alternatives) {

  /**
   * Copies the lists.
   *
   * @param alternatives the alternatives
   */
  public PacketClass {
    alternatives =
        alternatives.stream().map(ImmutableList::copyOf).collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return the packets that meet all of some conditions}
   *
   * @param conditions the conditions; without any, all packets
   */
  public static PacketClass of(PacketCondition... conditions) {
    return new PacketClass(ImmutableList.of(ImmutableList.copyOf(conditions)));
  }

  /**
   * {@return the packets that are in this class or in another}
   *
   * @param other the other class
   */
  public PacketClass or(PacketClass other) {
    return new PacketClass(
        ImmutableList.copyOf(Iterables.concat(alternatives, other.alternatives)));
  }

  /**
   * {@return whether a packet is in the class}
   *
   * @param packet the packet
   */
  public boolean contains(Packet packet) {
    return alternatives.stream()
        .anyMatch(all -> all.stream().allMatch(condition -> condition.isMetBy(packet)));
  }
}
