package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.difference.Difference;
import java.util.Optional;

/**
 * What was compared, and how it differs.
 *
 * @param name the interface, or the filter, or that it is the host itself
 * @param remark what the difference does not say: that only one side has it, or a filter for it
 * @param difference the difference
 * @param changed where the first rule is that only one side has, if that is known
 */
record Compared(
    String name, Optional<String> remark, Difference difference, Optional<Origin> changed) {

  /** Something that both sides have. */
  Compared(String name, Difference difference) {
    this(name, Optional.empty(), difference, Optional.empty());
  }

  /** {@return the same under another name, without a remark} */
  Compared named(String other) {
    return new Compared(other, Optional.empty(), difference, changed);
  }

  /** {@return the same of a guest that is alike, which has other names and addresses} */
  Compared alike(String other, Optional<Origin> place) {
    Optional<String> same =
        isSame()
            ? Optional.empty()
            : Optional.of("the same as " + name + ", with names and addresses of its own");
    return new Compared(other, same, new Difference(ImmutableList.of(), Optional.empty()), place);
  }

  /** {@return what only one side has} */
  static Compared only(String name, String side) {
    return new Compared(
        name, new Difference(ImmutableList.of(), Optional.of("it is only in " + side)));
  }

  /** {@return whether both sides are the same} */
  boolean isSame() {
    return remark.isEmpty() && difference.isEmpty();
  }
}
