package io.nwfilter.core.filter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An immutable set of filters that are found by name. */
public final class FilterLibrary {

  private static final FilterLibrary EMPTY =
      new FilterLibrary(ImmutableMap.of(), ImmutableMap.of(), ImmutableMap.of());

  private final ImmutableMap<String, Filter> filters;

  /** Why filters that somebody may look for are not there, by their names. */
  private final ImmutableMap<String, Diagnostic> reasons;

  /** Why definitions do not count that may not be the filters' only ones, by the filters' names. */
  private final ImmutableMap<String, Diagnostic> hints;

  private FilterLibrary(
      ImmutableMap<String, Filter> filters,
      ImmutableMap<String, Diagnostic> reasons,
      ImmutableMap<String, Diagnostic> hints) {
    this.filters = filters;
    this.reasons = reasons;
    this.hints = hints;
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
    return new FilterLibrary(ImmutableMap.copyOf(byName), ImmutableMap.of(), ImmutableMap.of());
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
    return new FilterLibrary(
        ImmutableMap.copyOf(all), union(reasons, more.reasons), union(hints, more.hints));
  }

  /**
   * {@return this library after adjustments, all of which look at the filters as they are here}
   *
   * @param adjustments the adjustments; of two that change the same, the later one counts
   */
  public AdjustedLibrary adjusted(Iterable<Adjustment> adjustments) {
    return Adjusting.adjust(this, adjustments);
  }

  /**
   * {@return this library with another priority of a filter's chain}
   *
   * @param filter the filter's name
   * @param priority -1000 to 1000
   * @throws IllegalArgumentException if that is outside, or the filter is not here or in the chain
   *     root
   */
  public FilterLibrary withPriority(String filter, int priority) {
    return adjusted(new Adjustment.ChainPriority(filter, priority, SourceLocation.NONE));
  }

  /**
   * {@return this library with another priority of some rules}
   *
   * @param rules which rules
   * @param priority -1000 to 1000
   * @throws IllegalArgumentException if that is outside, or there is no such rule
   */
  public FilterLibrary withPriority(RuleSelector rules, int priority) {
    return adjusted(new Adjustment.RulePriority(rules, priority, SourceLocation.NONE));
  }

  /**
   * {@return this library without some rules}
   *
   * @param rules which rules
   * @throws IllegalArgumentException if there is no such rule
   */
  public FilterLibrary without(RuleSelector rules) {
    return replacing(rules);
  }

  /**
   * {@return this library with other rules instead of each of some rules}
   *
   * @param rules which rules
   * @param by the others
   * @throws IllegalArgumentException if there is no such rule
   */
  public FilterLibrary replacing(RuleSelector rules, Rule... by) {
    return adjusted(
        new Adjustment.RuleReplacement(rules, ImmutableList.copyOf(by), SourceLocation.NONE));
  }

  /**
   * {@return this library, in which one filter includes others instead of a third one}
   *
   * @param filter the filter that includes it
   * @param included the filter that is included
   * @param by the others, which get the same parameters; none to include nothing
   * @throws IllegalArgumentException if the filter is not here or does not include it
   */
  public FilterLibrary replacingInclusion(String filter, String included, String... by) {
    return adjusted(
        new Adjustment.InclusionReplacement(
            filter, included, ImmutableList.copyOf(by), SourceLocation.NONE));
  }

  /** In code, an adjustment that changes nothing is a mistake. */
  private FilterLibrary adjusted(Adjustment adjustment) {
    AdjustedLibrary adjusted = adjusted(ImmutableList.of(adjustment));
    if (!adjusted.diagnostics().isEmpty()) {
      throw new IllegalArgumentException(adjusted.diagnostics().get(0).message());
    }
    return adjusted.library();
  }

  /**
   * {@return this library, which knows why some filters are not in it} Where a filter is there
   * after all, now or later, the reason does not matter.
   *
   * @param why what is wrong with their definitions, by the filters' names
   */
  public FilterLibrary withReasons(Map<String, Diagnostic> why) {
    return new FilterLibrary(filters, union(reasons, why), hints);
  }

  /**
   * {@return this library, which knows of definitions of filters that do not count} Unlike those
   * with {@linkplain #withReasons reasons}, such filters are still found in the library that this
   * one is added to: a copy of a filter in a file of another name does not take its place.
   *
   * @param why what is wrong with the definitions, by the filters' names
   */
  public FilterLibrary withHints(Map<String, Diagnostic> why) {
    return new FilterLibrary(filters, reasons, union(hints, why));
  }

  private static ImmutableMap<String, Diagnostic> union(
      Map<String, Diagnostic> first, Map<String, Diagnostic> later) {
    Map<String, Diagnostic> all = new LinkedHashMap<>(first);
    all.putAll(later);
    return ImmutableMap.copyOf(all);
  }

  /**
   * Returns why a filter is not in this library.
   *
   * @param name the filter's name
   * @return what is wrong with its definition, or with one that does not count; empty if nothing is
   *     known of one
   */
  public Optional<Diagnostic> reason(String name) {
    return Optional.ofNullable(reasons.getOrDefault(name, hints.get(name)));
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
