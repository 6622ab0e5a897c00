package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How many packets have met a rule or reached the policy of a chain so far.
 *
 * @param packets the number of packets
 * @param bytes their octets; both are unsigned 64-bit numbers
 */
public record Counters(long packets, long bytes) {

  /** No packet so far. */
  public static final Counters ZERO = new Counters(0, 0);

  /**
   * {@return the counters in a text}
   *
   * @param text the form {@code PACKETS:BYTES}
   * @throws IllegalArgumentException if it has a different form
   */
  public static Counters parse(String text) {
    int colon = text.indexOf(':');
    checkArgument(colon > 0, "'%s' is not of the form PACKETS:BYTES", text);
    return text.equals("0:0")
        ? ZERO
        : new Counters(number(text.substring(0, colon)), number(text.substring(colon + 1)));
  }

  private static long number(String text) {
    checkArgument(
        !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9'),
        "'%s' is not a count",
        text);
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' does not fit into 64 bits", e);
    }
  }

  /** {@return the form {@code PACKETS:BYTES}} */
  @Override
  public String toString() {
    return Long.toUnsignedString(packets) + ":" + Long.toUnsignedString(bytes);
  }
}
