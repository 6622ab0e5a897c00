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

  /** {@return the form {@code START-END}, a single address as itself} */
  @Override
  public String toString() {
    return start.equals(end) ? start.toString() : start + "-" + end;
  }
}
