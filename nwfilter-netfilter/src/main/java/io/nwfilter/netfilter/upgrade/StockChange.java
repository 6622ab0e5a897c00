package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import java.util.List;
import java.util.Optional;

/**
 * A stock filter that the releases install differently.
 *
 * @param name the filter's name
 * @param overridden whether the host has a definition of its own that is used in place of it; a
 *     package that is upgraded may replace that
 */
public record StockChange(String name, boolean overridden) {

  /**
   * Checks that there is a name.
   *
   * @param name the filter's name
   * @param overridden whether the host has a definition of its own
   */
  public StockChange {
    requireNonNull(name, "name");
  }

  /** {@return the stock filters that differ, in the order of the new release} */
  static List<StockChange> between(CompileOptions before, CompileOptions after) {
    ImmutableList.Builder<StockChange> changes = ImmutableList.builder();
    for (Filter now : StockFilters.library(after.release()).filters()) {
      Optional<Filter> old = StockFilters.library(before.release()).find(now.name());
      if (!old.equals(Optional.of(now))) {
        boolean own =
            after
                .library()
                .find(now.name())
                .filter(used -> StockFilters.contains(used.location()))
                .isEmpty();
        changes.add(new StockChange(now.name(), own));
      }
    }
    return changes.build();
  }
}
