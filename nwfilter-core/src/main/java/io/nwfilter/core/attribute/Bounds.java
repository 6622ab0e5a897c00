package io.nwfilter.core.attribute;

/**
 * The smallest and the largest number that an attribute takes.
 *
 * @param lowest the smallest legal number
 * @param highest the largest legal number
 */
public record Bounds(long lowest, long highest) {

  /**
   * Checks the order of both.
   *
   * @param lowest the smallest legal number
   * @param highest the largest legal number
   * @throws IllegalArgumentException if no number is within them
   */
  public Bounds {
    if (lowest > highest) {
      throw new IllegalArgumentException("no number is in " + lowest + ".." + highest);
    }
  }

  /**
   * {@return whether a number is legal}
   *
   * @param number the number
   */
  public boolean contains(long number) {
    return number >= lowest && number <= highest;
  }

  /** {@return the form {@code LOWEST..HIGHEST}} */
  @Override
  public String toString() {
    return lowest + ".." + highest;
  }
}
