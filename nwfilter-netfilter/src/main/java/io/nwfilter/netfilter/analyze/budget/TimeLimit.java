package io.nwfilter.netfilter.analyze.budget;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * A time after which analyses end, which began when the limit was made.
 *
 * @param limit how long everything may take
 * @param end when it ends, as {@link System#nanoTime} tells
 */
public record TimeLimit(Duration limit, long end) {

  /** No limit. */
  public static final TimeLimit NONE = fromNow(Duration.ofDays(10_000));

  private static final int SECOND = 1000;

  /**
   * {@return a limit that begins now}
   *
   * @param limit how long everything may take, not negative
   * @throws IllegalArgumentException if it is negative
   */
  public static TimeLimit fromNow(Duration limit) {
    checkArgument(!limit.isNegative(), "the time limit %s is negative", limit);
    return new TimeLimit(limit, System.nanoTime() + limit.toNanos());
  }

  /** {@return whether the time is over} */
  public boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  /**
   * Ends the analysis if the time is over.
   *
   * @throws BudgetExceededException if it is
   */
  public void check() {
    if (isOver()) {
      throw new BudgetExceededException("the analysis takes longer than " + this);
    }
  }

  /** {@return the limit in seconds or, if these are not whole ones, in milliseconds} */
  @Override
  public String toString() {
    long millis = limit.toMillis();
    return millis % SECOND == 0 ? millis / SECOND + " s" : millis + " ms";
  }
}
