package io.nwfilter.core.resolve;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;

/**
 * How a filter was reached: the names of the filters from the interface's down to it.
 *
 * @param filters the names, at least one
 */
public record FilterPath(ImmutableList<String> filters) {

  /** {@return the path to a filter that the last one of this path includes} */
  FilterPath include(String filter) {
    return new FilterPath(
        ImmutableList.<String>builderWithExpectedSize(filters.size() + 1)
            .addAll(filters)
            .add(filter)
            .build());
  }

  boolean contains(String filter) {
    return filters.contains(filter);
  }

  /** {@return the form {@code outer > inner}} */
  @Override
  public String toString() {
    return Joiner.on(" > ").join(filters);
  }
}
