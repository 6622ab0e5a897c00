package io.nwfilter.netfilter.text;

import java.math.BigInteger;

/**
 * Counters as listings print them (iptables(8), {@code -v} and {@code -x}). From 100000 on they are
 * rounded to thousands, and from 10000 of a unit on to the next unit: 99999, 100K, 9999K, 10M.
 */
final class CounterText {

  private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
  private static final BigInteger HALF = BigInteger.valueOf(500);
  private static final BigInteger LAST_EXACT = BigInteger.valueOf(99_999);
  private static final BigInteger LAST_OF_UNIT = BigInteger.valueOf(9999);
  private static final String UNITS = "KMGT";

  private CounterText() {}

  /**
   * {@return a counter}
   *
   * @param count an unsigned number of 64 bits
   * @param exact whether it is not rounded
   */
  static String of(long count, boolean exact) {
    if (exact || (count >= 0 && count <= LAST_EXACT.longValue())) {
      return Long.toUnsignedString(count);
    }
    BigInteger number = rounded(new BigInteger(Long.toUnsignedString(count)));
    int unit = 0;
    while (number.compareTo(LAST_OF_UNIT) > 0 && unit < UNITS.length() - 1) {
      number = rounded(number);
      unit++;
    }
    return number.toString() + UNITS.charAt(unit);
  }

  /** What was rounded is rounded again for a larger unit, as iptables does. */
  private static BigInteger rounded(BigInteger number) {
    return number.add(HALF).divide(THOUSAND);
  }
}
