package io.nwfilter.netfilter.analyze.description;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Covers the values of a small field by few masks, which may overlap. */
final class FewestMasks {

  /** The widest field for which all masks are tried. */
  static final int MAX_WIDTH = 8;

  private FewestMasks() {}

  /**
   * {@return few masks that have all of some values, and others only if these are allowed: in each
   * step the one that has most of what is left, with as few bits as that takes}
   *
   * @param width how many bits the field has
   * @param wanted the values that are to be covered
   * @param allowed the values that may be covered, too
   */
  static ImmutableList<Values.Masked> of(
      int width, List<Values.Masked> wanted, List<Values.Masked> allowed) {
    BitSet left = values(width, wanted);
    BitSet all = values(width, allowed);
    all.or(left);
    List<BitSet> within = new ArrayList<>();
    List<Values.Masked> masks = new ArrayList<>();
    for (int mask = 0; mask < 1 << width; mask++) {
      for (int value = mask; ; value = (value - 1) & mask) {
        Values.Masked one = new Values.Masked(Bits.of(value), Bits.of(mask));
        BitSet values = values(width, List.of(one));
        values.andNot(all);
        if (values.isEmpty()) {
          within.add(values(width, List.of(one)));
          masks.add(one);
        }
        if (value == 0) {
          break;
        }
      }
    }
    ImmutableList.Builder<Values.Masked> found = ImmutableList.builder();
    while (!left.isEmpty()) {
      int best = 0;
      int most = -1;
      for (int i = 0; i < masks.size(); i++) {
        BitSet more = (BitSet) within.get(i).clone();
        more.and(left);
        int gain = more.cardinality() * MAX_WIDTH * 2 - bits(masks.get(i));
        if (!more.isEmpty() && gain > most) {
          most = gain;
          best = i;
        }
      }
      found.add(masks.get(best));
      left.andNot(within.get(best));
    }
    return found.build();
  }

  private static int bits(Values.Masked mask) {
    return Long.bitCount(mask.mask().low());
  }

  private static BitSet values(int width, List<Values.Masked> cubes) {
    BitSet values = new BitSet(1 << width);
    for (Values.Masked cube : cubes) {
      long free = Bits.ones(width).xor(cube.mask()).low();
      for (long some = free; ; some = (some - 1) & free) {
        values.set((int) (cube.value().low() | some));
        if (some == 0) {
          break;
        }
      }
    }
    return values;
  }
}
