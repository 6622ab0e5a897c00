package io.nwfilter.core.filter;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Diagnostic;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An immutable set of filters that are found by name. */
public final class FilterLibrary {

  private static final FilterLibrary EMPTY =
      new FilterLibrary(ImmutableMap.of(), ImmutableMap.of());

  private final ImmutableMap<String, Filter> filters;

  /** Why filters that somebody may look for are not there, by their names. */
  private final ImmutableMap<String, Diagnostic> reasons;

  private FilterLibrary(
      ImmutableMap<String, Filter> filters, ImmutableMap<String, Diagnostic> reasons) {
    this.filters = filters;
    this.reasons = reasons;
  }

  /** {@return a library without filters} */
  public static FilterLibrary empty() {
    return EMPTY;
  }

  /**
   * {@return a library of some filters}
   *
   * @param filters the filters, no two of the same name
   * @throws IllegalArgumentException if two have the same name; the message says where both are
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
    return new FilterLibrary(ImmutableMap.copyOf(byName), ImmutableMap.of());
  }

  /**
   * {@return this library with more filters; they replace those of the same name}
   *
   * @param more the filters to add
   */
  public FilterLibrary with(Filter... more) {
    return with(of(Arrays.asList(more)));
  }

  /**
   * {@return this library with the filters of another; they replace those of the same name} A
   * filter that the other one knows to be illegal is missing then, rather than replaced by one of
   * this library.
   *
   * @param more the filters to add
   */
  public FilterLibrary with(FilterLibrary more) {
    Map<String, Filter> all = new LinkedHashMap<>(filters);
    all.keySet().removeAll(more.reasons.keySet());
    all.putAll(more.filters);
    Map<String, Diagnostic> why = new LinkedHashMap<>(reasons);
    why.putAll(more.reasons);
    return new FilterLibrary(ImmutableMap.copyOf(all), ImmutableMap.copyOf(why));
  }

  /**
   * {@return this library, which knows why some filters are not in it} Where a filter is there
   * after all, now or later, the reason does not matter.
   *
   * @param why what is wrong with their definitions, by the filters' names
   */
  public FilterLibrary withReasons(Map<String, Diagnostic> why) {
    Map<String, Diagnostic> all = new LinkedHashMap<>(reasons);
    all.putAll(why);
    return new FilterLibrary(filters, ImmutableMap.copyOf(all));
  }

  /**
   * Returns why a filter is not in this library.
   *
   * @param name the filter's name
   * @return what is wrong with its definition; empty if nothing is known of one
   */
  public Optional<Diagnostic> reason(String name) {
    return Optional.ofNullable(reasons.get(name));
  }

  /**
   * Returns a filter.
   *
   * @param name the filter's name
   * @return the filter; empty if nothing has that name
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
