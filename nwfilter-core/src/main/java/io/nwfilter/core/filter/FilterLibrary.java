package io.nwfilter.core.filter;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An immutable set of filters that are found by name. */
public final class FilterLibrary {

  private static final FilterLibrary EMPTY = new FilterLibrary(ImmutableMap.of());

  private final ImmutableMap<String, Filter> filters;

  private FilterLibrary(ImmutableMap<String, Filter> filters) {
    this.filters = filters;
  }

  /** {@return a library without filters} */
  public static FilterLibrary empty() {
    return EMPTY;
  }

  /**
   * {@return a library of some filters}
   *
   * @param filters the filters, no two of one name
   * @throws IllegalArgumentException if two have one name; the message says where both are
   */
  public static FilterLibrary of(Iterable<Filter> filters) {
    Map<String, Filter> byName = new LinkedHashMap<>();
    for (Filter filter : filters) {
      Filter other = byName.putIfAbsent(filter.name(), filter);
      if (other != null) {
        throw new IllegalArgumentException(
            "two filters are named '"
                + filter.name()
                + "', at "
                + other.location()
                + " and at "
                + filter.location());
      }
    }
    return new FilterLibrary(ImmutableMap.copyOf(byName));
  }

  /**
   * {@return this library with more filters; they win over those of the same name}
   *
   * @param more the filters to add
   */
  public FilterLibrary with(Filter... more) {
    return with(of(Arrays.asList(more)));
  }

  /**
   * {@return this library with the filters of another; they win over those of the same name}
   *
   * @param more the filters to add
   */
  public FilterLibrary with(FilterLibrary more) {
    Map<String, Filter> all = new LinkedHashMap<>(filters);
    all.putAll(more.filters);
    return new FilterLibrary(ImmutableMap.copyOf(all));
  }

  /**
   * Returns a filter.
   *
   * @param name the filter's name
   * @return the filter; empty if there is none of that name
   */
  public Optional<Filter> find(String name) {
    return Optional.ofNullable(filters.get(name));
  }

  /** {@return all filters} */
  public List<Filter> filters() {
    return filters.values().asList();
  }

  /** {@return the names of the filters} */
  @Override
  public String toString() {
    return filters.keySet().toString();
  }
}
