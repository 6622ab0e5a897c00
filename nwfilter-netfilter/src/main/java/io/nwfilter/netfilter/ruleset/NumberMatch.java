package io.nwfilter.netfilter.ruleset;

/**
 * Asks for a number in a range.
 *
 * @param field the field that is compared
 * @param low the first number of the range, 0 to 2<sup>32</sup>−1
 * @param high the last number of the range; equal to the first for a single one. If it is less, no
 *     number is in the range
 * @param negated whether the field must be outside the range
 */
public record NumberMatch(Field field, long low, long high, boolean negated) implements Match {

  /**
   * Checks that both ends have at most 32 bits.
   *
   * @param field the field that is compared
   * @param low the first number of the range, 0 to 2<sup>32</sup>−1
   * @param high the last number of the range; equal to the first for a single one
   * @param negated whether the field must be outside the range
   * @throws IllegalArgumentException if one of them is negative or has more
   */
  public NumberMatch {
    if (low >>> 32 != 0 || high >>> 32 != 0) {
      throw new IllegalArgumentException("range " + low + ".." + high + " of " + field);
    }
  }

  /**
   * {@return a match on a single number}
   *
   * @param field the field that is compared
   * @param number the number
   */
  public static NumberMatch of(Field field, long number) {
    return new NumberMatch(field, number, number, false);
  }

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
