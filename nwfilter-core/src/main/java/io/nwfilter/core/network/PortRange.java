package io.nwfilter.core.network;

import io.nwfilter.core.value.IllegalValueException;

/**
 * Ports that follow each other.
 *
 * @param start the first one, 0 to 65535
 * @param end the last one, not before the first
 */
public record PortRange(int start, int end) {

  private static final int MAX = 0xffff;

  /** The ports that libvirt uses where none are given: those that need no privilege. */
  public static final PortRange DEFAULT = new PortRange(1024, MAX);

  /**
   * Checks that the range is one.
   *
   * @param start the first one
   * @param end the last one
   * @throws IllegalValueException if a port is out of range, or they are in reverse order
   */
  public PortRange {
    if (start < 0 || end > MAX || start > end) {
      throw new IllegalValueException(
          start + "-" + end, "two ports from 0 to " + MAX + ", the lower one first");
    }
  }

  /** {@return the form {@code START-END}} */
  @Override
  public String toString() {
    return start + "-" + end;
  }
}
