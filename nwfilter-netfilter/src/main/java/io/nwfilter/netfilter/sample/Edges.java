package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;

/**
 * The edges of a set of values: its first and last ones, and those just outside.
 *
 * @param width the width of the field in bits
 */
record Edges(int width) implements Values.Visitor<ImmutableList<Bits>> {

  private static final int MOST_PARTS = 64;

  @Override
  public ImmutableList<Bits> visit(Values.Masked masked) {
    Bits last = masked.value().or(masked.mask().xor(Bits.ones(width)));
    return between(masked.value(), last);
  }

  @Override
  public ImmutableList<Bits> visit(Values.Range range) {
    return between(range.low(), range.high());
  }

  @Override
  public ImmutableList<Bits> visit(Values.Union union) {
    return union.parts().stream()
        .limit(MOST_PARTS)
        .flatMap(part -> part.accept(this).stream())
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<Bits> between(Bits low, Bits high) {
    ImmutableList.Builder<Bits> edges = ImmutableList.builder();
    edges.add(low);
    if (!high.equals(low)) {
      edges.add(high);
    }
    if (!low.isZero()) {
      edges.add(low.previous());
    }
    if (!high.equals(Bits.ones(width))) {
      edges.add(high.next());
    }
    return edges.build();
  }
}
