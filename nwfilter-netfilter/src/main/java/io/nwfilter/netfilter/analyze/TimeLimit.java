package io.nwfilter.netfilter.analyze;

import java.time.Duration;

/**
 * A time after which an analysis ends.
 *
 * @param limit how long it may take
 * @param end when it ends, as {@link System#nanoTime} tells
 */
record TimeLimit(Duration limit, long end) {

  /** No limit. */
  static final TimeLimit NONE = fromNow(Duration.ofDays(10_000));

  /** {@return a limit that begins now} */
  static TimeLimit fromNow(Duration limit) {
    return new TimeLimit(limit, System.nanoTime() + limit.toNanos());
  }

  /**
   * Ends the analysis if the time is over.
   *
   * @throws BudgetExceededException if it is
   */
  void check() {
    if (System.nanoTime() - end >= 0) {
      throw new BudgetExceededException(limit);
    }
  }
}
