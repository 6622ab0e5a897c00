package io.nwfilter.netfilter.nftfilter;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Values;
import java.util.Optional;

/**
 * Values of a field that follow each other, which is what sets of nftables can have as one element:
 * a single value, a network, or a range.
 *
 * @param low the first
 * @param high the last
 */
record Interval(Bits low, Bits high) implements Comparable<Interval> {

  /**
   * {@return what a rule asks for as an interval; empty if the values do not follow each other, or
   * there are none}
   *
   * @param field the field
   * @param values what the rule asks for
   */
  static Optional<Interval> of(Field field, Values values) {
    if (values instanceof Values.Range range) {
      return range.low().compareTo(range.high()) > 0
          ? Optional.empty()
          : Optional.of(new Interval(range.low(), range.high()));
    }
    int width = field.width();
    if (!(values instanceof Values.Masked masked)
        || masked.isEmpty()
        || masked.mask().prefixLength(width) < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Interval(masked.value(), masked.value().or(Bits.ones(width).without(masked.mask()))));
  }

  boolean isSingle() {
    return low.equals(high);
  }

  boolean overlaps(Interval other) {
    return low.compareTo(other.high) <= 0 && other.low.compareTo(high) <= 0;
  }

  /** {@return whether both are one interval together with a later one, as nft makes them} */
  boolean joins(Interval later) {
    return overlaps(later) || high.next().equals(later.low);
  }

  boolean contains(Interval other) {
    return low.compareTo(other.low) <= 0 && other.high.compareTo(high) <= 0;
  }

  /** {@return all values of both, which overlap or touch} */
  Interval and(Interval other) {
    return new Interval(
        low.compareTo(other.low) < 0 ? low : other.low,
        high.compareTo(other.high) > 0 ? high : other.high);
  }

  /** {@return the form that nft has for it: only addresses of IP have networks} */
  Values values(Field field) {
    if (isSingle()) {
      return Values.single(field, low);
    }
    Bits mask = Bits.ones(field.width()).without(low.xor(high));
    boolean network =
        mask.prefixLength(field.width()) >= 0 && low.and(mask).equals(low) && isAddress(field);
    return network ? new Values.Masked(low, mask) : new Values.Range(low, high);
  }

  private static boolean isAddress(Field field) {
    return field.header() == Header.IPV4
        || field.header() == Header.IPV6
        || field == Field.ARP_SENDER_IP
        || field == Field.ARP_TARGET_IP;
  }

  /** By the first value. */
  @Override
  public int compareTo(Interval other) {
    int first = low.compareTo(other.low);
    return first == 0 ? high.compareTo(other.high) : first;
  }
}
