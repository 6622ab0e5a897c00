package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import java.util.Optional;
import java.util.Set;

/**
 * A stock filter that the releases install differently.
 *
 * @param name the filter's name
 * @param used whether a machine or binding of the host uses it, with one of the releases at least
 * @param overridden whether the host has a definition of its own that is used in place of it
 */
public record StockChange(String name, boolean used, boolean overridden) {

  /**
   * Checks that there is a name.
   *
   * @param name the filter's name
   * @param used whether a machine or binding uses it
   * @param overridden whether the host has a definition of its own
   */
  public StockChange {
    requireNonNull(name, "name");
  }

  /** {@return the stock filters that differ, in the order of the new release} */
  static ImmutableList<StockChange> between(
      CompileOptions before, CompileOptions after, UpgradeHost host) {
    Set<String> used = UsedFilters.of(host, ImmutableList.of(before.library(), after.library()));
    ImmutableList.Builder<StockChange> changes = ImmutableList.builder();
    for (Filter now : StockFilters.library(after.release()).filters()) {
      Optional<Filter> old = StockFilters.library(before.release()).find(now.name());
      if (!old.equals(Optional.of(now))) {
        changes.add(
            new StockChange(now.name(), used.contains(now.name()), isOverridden(now, after)));
      }
    }
    return changes.build();
  }

  private static boolean isOverridden(Filter stock, CompileOptions options) {
    return options
        .library()
        .find(stock.name())
        .filter(used -> StockFilters.contains(used.location()))
        .isEmpty();
  }
}
