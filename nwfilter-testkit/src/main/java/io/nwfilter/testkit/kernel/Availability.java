package io.nwfilter.testkit.kernel;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;

/**
 * Whether this machine can run a kind of tests.
 *
 * @param tests what kind of tests, such as {@code kernel tests}
 * @param missing what they need and this machine lacks; empty where it can run them
 */
public record Availability(String tests, ImmutableList<String> missing) {
  /**
   * Returns whether this machine can run the tests.
   *
   * @return whether nothing is missing
   */
  public boolean isAvailable() {
    return missing.isEmpty();
  }

  /** {@return the tests and what is missing, such as {@code kernel tests: not root, no ip}} */
  @Override
  public String toString() {
    return tests + ": " + (isAvailable() ? "available" : Joiner.on(", ").join(missing));
  }
}
