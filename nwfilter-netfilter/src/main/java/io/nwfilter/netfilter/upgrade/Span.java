package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Values of a field from one to another.
 *
 * @param low the first
 * @param high the last
 */
record Span(Bits low, Bits high) {

  /**
   * {@return the spans that a set of values consists of, in order; empty if it is not made of a few
   * spans}
   *
   * @param width the field's width in bits
   */
  static Optional<ImmutableList<Span>> of(Values values, int width) {
    ImmutableList.Builder<Span> spans = ImmutableList.builder();
    List<? extends Values> parts =
        values instanceof Values.Union union ? union.parts() : ImmutableList.of(values);
    for (Values part : parts) {
      if (part instanceof Values.Range range && range.low().compareTo(range.high()) <= 0) {
        spans.add(new Span(range.low(), range.high()));
      } else if (part instanceof Values.Masked masked
          && !masked.isEmpty()
          && masked.mask().prefixLength(width) >= 0) {
        int open = width - masked.mask().prefixLength(width);
        spans.add(new Span(masked.value(), masked.value().or(Bits.ones(open))));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(
        ImmutableList.sortedCopyOf(
            Comparator.comparing(Span::low).thenComparing(Span::high), spans.build()));
  }

  boolean isSingle() {
    return low.equals(high);
  }
}
