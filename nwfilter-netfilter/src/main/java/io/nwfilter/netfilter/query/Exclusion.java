package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;

/** Which conditions no packet can meet together. */
final class Exclusion {

  /** Larger sets are not compared, as that costs the product of their sizes. */
  private static final int MAX_CUBES = 32;

  /** What follows the headers of IP, of which there is one in a packet. */
  private static final ImmutableSet<LayerType> PAYLOADS =
      Sets.immutableEnumSet(
          LayerType.ESP,
          LayerType.TCP,
          LayerType.UDP,
          LayerType.UDP_LITE,
          LayerType.SCTP,
          LayerType.DCCP,
          LayerType.ICMP,
          LayerType.ICMPV6,
          LayerType.IGMP);

  private Exclusion() {}

  /**
   * {@return whether no packet meets both; not all that exclude each other are found} Left out are
   * fields that have several values at a time.
   */
  static boolean isCertain(PacketCondition one, PacketCondition other) {
    if (one instanceof PacketCondition.OfSlot left
        && other instanceof PacketCondition.OfSlot right) {
      return left.slot() == right.slot()
          ? areDisjoint(left, right)
          : PAYLOADS.contains(left.slot().type())
              && PAYLOADS.contains(right.slot().type())
              && left.slot().type() != right.slot().type();
    }
    return one instanceof PacketCondition.OfField left
        && other instanceof PacketCondition.OfField right
        && !left.negated()
        && !right.negated()
        && left.field() == right.field()
        && left.field() != Field.TCP_OPTION
        && areDisjoint(left.values(), right.values(), left.field().width());
  }

  /** {@return whether no value of a slot is allowed by both conditions} */
  private static boolean areDisjoint(PacketCondition.OfSlot one, PacketCondition.OfSlot other) {
    if (one.negated() || other.negated()) {
      return one.negated() != other.negated() && one.values().equals(other.values());
    }
    return areDisjoint(one.values(), other.values(), one.slot().width());
  }

  private static boolean areDisjoint(Values one, Values other, int width) {
    return isSmall(one, width) && isSmall(other, width) && one.isDisjoint(other, width);
  }

  private static boolean isSmall(Values values, int width) {
    List<?> parts = values instanceof Values.Union union ? union.parts() : List.of(values);
    return parts.size() <= MAX_CUBES && values.cubes(width).size() <= MAX_CUBES;
  }
}
