package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;

/** Whether a value is in a set of which not all bits are known. */
final class OpenBits {

  private OpenBits() {}

  /**
   * {@return whether a value is in a set, whatever its open bits are}
   *
   * @param set the set
   * @param width the width of the value
   * @param value the value; its open bits do not count
   * @param open the bits that are not known
   */
  static Answer isIn(Values set, int width, Bits value, Bits open) {
    return open.isZero() ? Answer.of(set.contains(value)) : isIn(set.cubes(width), value, open);
  }

  private static Answer isIn(List<Values.Masked> cubes, Bits value, Bits open) {
    List<Values.Masked> possible =
        cubes.stream().filter(cube -> differs(cube, value).without(open).isZero()).toList();
    if (possible.isEmpty()) {
      return Answer.NO;
    }
    if (possible.stream().anyMatch(cube -> cube.mask().and(open).isZero())) {
      return Answer.YES;
    }
    Bits asked = possible.get(0).mask().and(open);
    Bits bit = highest(asked);
    Bits rest = open.without(bit);
    Answer zero = isIn(possible, value.without(bit), rest);
    Answer one = isIn(possible, value.or(bit), rest);
    return zero == one ? zero : Answer.UNKNOWN;
  }

  private static Bits differs(Values.Masked cube, Bits value) {
    return value.and(cube.mask()).xor(cube.value());
  }

  private static Bits highest(Bits bits) {
    return bits.high() != 0
        ? new Bits(Long.highestOneBit(bits.high()), 0)
        : Bits.of(Long.highestOneBit(bits.low()));
  }
}
