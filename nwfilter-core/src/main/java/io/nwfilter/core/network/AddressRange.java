package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;

/**
 * Addresses that follow each other.
 *
 * @param start the first one
 * @param end the last one, of the same family and not before the first
 */
public record AddressRange(IpAddress start, IpAddress end) {

  /** libvirt counts the last 16 bits alone, so that a range may not go over their end. */
  private static final int COUNTED_BITS = 16;

  /**
   * Checks that the range is one.
   *
   * @param start the first one
   * @param end the last one
   * @throws IllegalValueException if they are of different families or in reverse order
   */
  public AddressRange {
    requireNonNull(start, "start");
    requireNonNull(end, "end");
    if (start.length() != end.length() || start.compareUnsigned(end) > 0) {
      throw new IllegalValueException(
          start + "-" + end, "two addresses of one family, the lower one first");
    }
  }

  /**
   * {@return whether libvirt can count the addresses: only the last 16 bits of the first and the
   * last one differ} It refuses networks with other ranges (observed with libvirt 9.0).
   */
  public boolean isCountable() {
    int others = start.length() - COUNTED_BITS;
    return start.masked(others).equals(end.masked(others));
  }

  /** {@return the form {@code START-END}, a single address as itself} */
  @Override
  public String toString() {
    return start.equals(end) ? start.toString() : start + "-" + end;
  }
}
