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
    List<Integer> parts = new ArrayList<>(union.parts().size());
    for (Values part : union.parts()) {
      parts.add(part.accept(this));
    }
    return diagrams.union(parts);
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
