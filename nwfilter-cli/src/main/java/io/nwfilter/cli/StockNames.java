package io.nwfilter.cli;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.stock.StockFilters;
import java.util.Iterator;

/** The names of the stock filters. */
final class StockNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return StockFilters.library().filters().stream().map(Filter::name).sorted().iterator();
  }
}
