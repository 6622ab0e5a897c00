package io.nwfilter.netfilter.query;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;

/** Which conditions no packet can meet together. */
final class Exclusion {

  /** Larger sets are not compared, as that costs the product of their sizes. */
  private static final int MAX_CUBES = 32;

  private Exclusion() {}

  /**
   * {@return whether no packet meets both; not all that exclude each other are found} Left out are
   * fields that have several values at a time.
   */
  static boolean isCertain(PacketCondition one, PacketCondition other) {
    if (one.negated() || other.negated()) {
      return false;
    }
    if (one instanceof PacketCondition.OfField left
        && other instanceof PacketCondition.OfField right) {
      return left.field() == right.field()
          && left.field() != Field.TCP_OPTION
          && areDisjoint(left.values(), right.values(), left.field().width());
    }
    return one instanceof PacketCondition.OfSlot left
        && other instanceof PacketCondition.OfSlot right
        && left.slot() == right.slot()
        && areDisjoint(left.values(), right.values(), left.slot().width());
  }

  private static boolean areDisjoint(Values one, Values other, int width) {
    return isSmall(one, width) && isSmall(other, width) && one.isDisjoint(other, width);
  }

  private static boolean isSmall(Values values, int width) {
    List<?> parts = values instanceof Values.Union union ? union.parts() : List.of(values);
    return parts.size() <= MAX_CUBES && values.cubes(width).size() <= MAX_CUBES;
  }
}
