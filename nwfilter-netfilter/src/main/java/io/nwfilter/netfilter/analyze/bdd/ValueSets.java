package io.nwfilter.netfilter.analyze.bdd;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.List;

/** The assignments in which a field has a value of a set. */
public final class ValueSets implements Values.Visitor<Integer> {

  private final Diagrams diagrams;
  private final int[] bits;

  /**
   * Makes sets of values of one field.
   *
   * @param diagrams where the sets are
   * @param bits the variables of the field, ascending, that of the most significant bit first
   */
  public ValueSets(Diagrams diagrams, int[] bits) {
    this.diagrams = diagrams;
    this.bits = bits;
  }

  @Override
  public Integer visit(Values.Masked masked) {
    return masked.isEmpty() ? NOTHING : cube(masked.value(), masked.mask());
  }

  @Override
  public Integer visit(Values.Range range) {
    return range(range.low(), range.high());
  }

  @Override
  public Integer visit(Values.Union union) {
    if (union.parts().stream().allMatch(this::isSingle)) {
      return anyOf(
          union.parts().stream().map(part -> ((Values.Masked) part).value()).sorted().toList(), 0);
    }
    List<Integer> parts = new ArrayList<>(union.parts().size());
    for (Values part : union.parts()) {
      parts.add(part.accept(this));
    }
    return diagrams.union(parts);
  }

  private boolean isSingle(Values part) {
    return part instanceof Values.Masked masked && masked.isSingle(bits.length);
  }

  /**
   * {@return the assignments in which the field has one of some values, in order, of which the bits
   * before one do not count} Sets of nearly the same values have most of their nodes in common, and
   * none is made that is not part of the set.
   */
  private int anyOf(List<Bits> values, int bit) {
    if (values.isEmpty() || bit == bits.length) {
      return values.isEmpty() ? NOTHING : EVERYTHING;
    }
    int fromRight = bits.length - 1 - bit;
    int first = 0;
    while (first < values.size() && !Diagrams.isSet(values.get(first), fromRight)) {
      first++;
    }
    return diagrams.node(
        bits[bit],
        anyOf(values.subList(0, first), bit + 1),
        anyOf(values.subList(first, values.size()), bit + 1));
  }

  /**
   * {@return the assignments in which some bits of the field have given values}
   *
   * @param value the value
   * @param mask which of its bits count
   */
  int cube(Bits value, Bits mask) {
    int set = EVERYTHING;
    for (int i = bits.length - 1; i >= 0; i--) {
      int fromRight = bits.length - 1 - i;
      if (Diagrams.isSet(mask, fromRight)) {
        set =
            Diagrams.isSet(value, fromRight)
                ? diagrams.node(bits[i], NOTHING, set)
                : diagrams.node(bits[i], set, NOTHING);
      }
    }
    return set;
  }

  /**
   * {@return the assignments in which the field has a value between two, both included}
   *
   * @param low the first value
   * @param high the last value; if it is before the first, no assignment
   */
  int range(Bits low, Bits high) {
    int atLeast = EVERYTHING;
    int atMost = EVERYTHING;
    for (int i = bits.length - 1; i >= 0; i--) {
      int fromRight = bits.length - 1 - i;
      atLeast =
          Diagrams.isSet(low, fromRight)
              ? diagrams.node(bits[i], NOTHING, atLeast)
              : diagrams.node(bits[i], atLeast, EVERYTHING);
      atMost =
          Diagrams.isSet(high, fromRight)
              ? diagrams.node(bits[i], EVERYTHING, atMost)
              : diagrams.node(bits[i], atMost, NOTHING);
    }
    return diagrams.and(atLeast, atMost);
  }
}
