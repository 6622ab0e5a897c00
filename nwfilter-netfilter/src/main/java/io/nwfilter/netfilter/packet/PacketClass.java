package io.nwfilter.netfilter.packet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.List;

/**
 * A set of packets as data: those that meet all conditions of at least one alternative, but all
 * conditions of no exception.
 *
 * <pre>{@code
 * PacketClass pings = PacketClass.of(PacketCondition.is(Field.ICMP_TYPE, 0x0800));
 * }</pre>
 *
 * @param alternatives the alternatives, each the conditions that a packet of it meets
 * @param exceptions the exceptions, each the conditions that a packet of it meets; what is in one
 *     of many classes is left out in fewer words than by alternatives
 */
public record PacketClass(
    List<List<PacketCondition>> alternatives, List<List<PacketCondition>> exceptions) {

  /**
   * Copies the lists.
   *
   * @param alternatives the alternatives
   * @param exceptions the exceptions
   */
  public PacketClass {
    alternatives = copy(alternatives);
    exceptions = copy(exceptions);
  }

  /**
   * Makes a class without exceptions.
   *
   * @param alternatives the alternatives
   */
  public PacketClass(List<List<PacketCondition>> alternatives) {
    this(alternatives, ImmutableList.of());
  }

  private static ImmutableList<List<PacketCondition>> copy(List<List<PacketCondition>> several) {
    return several.stream().map(ImmutableList::copyOf).collect(ImmutableList.toImmutableList());
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
   * @param other the other class, with the same exceptions
   * @throws IllegalArgumentException if it has others
   */
  public PacketClass or(PacketClass other) {
    checkArgument(exceptions.equals(other.exceptions), "the exceptions differ");
    return new PacketClass(
        ImmutableList.copyOf(Iterables.concat(alternatives, other.alternatives)), exceptions);
  }

  /**
   * {@return whether a packet is in the class}
   *
   * @param packet the packet
   */
  public boolean contains(Packet packet) {
    return isAny(alternatives, packet) && !isAny(exceptions, packet);
  }

  private static boolean isAny(List<List<PacketCondition>> several, Packet packet) {
    return several.stream()
        .anyMatch(all -> all.stream().allMatch(condition -> condition.isMetBy(packet)));
  }
}
