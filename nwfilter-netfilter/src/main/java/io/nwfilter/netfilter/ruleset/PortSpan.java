package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A range of ports.
 *
 * @param first the first, 0 to 65535
 * @param last the last, not less than the first
 */
public record PortSpan(int first, int last) {

  /**
   * Checks the ports.
   *
   * @param first the first
   * @param last the last
   * @throws IllegalArgumentException if they are not within 0..65535 or not in order
   */
  public PortSpan {
    checkArgument(first >= 0 && first <= last && last <= 0xffff, "ports %s to %s", first, last);
  }

  /** {@return the form {@code FIRST-LAST}, or a single port} */
  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
