package io.nwfilter.netfilter.analyze;

import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.List;

/** The assignments in which a field has a value of a set. */
final class ValueSets implements Values.Visitor<Integer> {

  private final Diagrams diagrams;
  private final int[] bits;

  /**
   * Makes sets of values of one field.
   *
   * @param diagrams where the sets are
   * @param bits the variables of the field, ascending, that of the most significant bit first
   */
  ValueSets(Diagrams diagrams, int[] bits) {
    this.diagrams = diagrams;
    this.bits = bits;
  }

  @Override
  public Integer visit(Values.Masked masked) {
    return masked.isEmpty() ? Diagrams.NOTHING : diagrams.cube(bits, masked.value(), masked.mask());
  }

  @Override
  public Integer visit(Values.Range range) {
    return diagrams.range(bits, range.low(), range.high());
  }

  @Override
  public Integer visit(Values.Union union) {
    List<Integer> parts = new ArrayList<>(union.parts().size());
    for (Values part : union.parts()) {
      parts.add(part.accept(this));
    }
    return diagrams.union(parts);
  }
}
