package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.difference.Difference;
import java.util.Optional;

/**
 * What was compared, and how it differs.
 *
 * @param name the interface, or the filter, or that it is the host itself
 * @param difference the difference
 */
record Compared(String name, Difference difference) {

  /** {@return what only one side has} */
  static Compared only(String name, String side) {
    return new Compared(
        name, new Difference(ImmutableList.of(), Optional.of("it is only in " + side)));
  }
}
