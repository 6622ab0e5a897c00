package io.nwfilter.testkit.generate;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.xml.LibvirtXml;
import java.util.function.UnaryOperator;

/**
 * Filters that belong together: the first one includes the others, directly or through each other.
 *
 * @param filters the filters, at least one
 */
public record FilterFamily(ImmutableList<Filter> filters) {

  /**
   * Checks that there is a filter.
   *
   * @param filters the filters, at least one
   */
  public FilterFamily {
    if (filters.isEmpty()) {
      throw new IllegalArgumentException("an empty family of filters");
    }
  }

  /** {@return the filter that includes the others} */
  public Filter root() {
    return filters.get(0);
  }

  /** {@return a library of these filters, and no others} */
  public FilterLibrary library() {
    return FilterLibrary.of(filters);
  }

  /**
   * {@return the same filters under other names, in references as well}
   *
   * @param names gives each name another
   */
  public FilterFamily renamed(UnaryOperator<String> names) {
    ImmutableList.Builder<Filter> renamed = ImmutableList.builder();
    for (Filter filter : filters) {
      ImmutableList.Builder<FilterEntry> entries = ImmutableList.builder();
      filter.entries().forEach(entry -> entries.add(renamed(entry, names)));
      renamed.add(
          new Filter(
              names.apply(filter.name()),
              filter.uuid(),
              filter.chain(),
              filter.givenChainPriority(),
              entries.build(),
              filter.location()));
    }
    return new FilterFamily(renamed.build());
  }

  private static FilterEntry renamed(FilterEntry entry, UnaryOperator<String> names) {
    return entry instanceof FilterReference reference
        ? new FilterReference(
            names.apply(reference.filter()), reference.parameters(), reference.location())
        : entry;
  }

  /** {@return the documents of the filters} */
  @Override
  public String toString() {
    return filters.stream().map(LibvirtXml::write).collect(joining());
  }
}
