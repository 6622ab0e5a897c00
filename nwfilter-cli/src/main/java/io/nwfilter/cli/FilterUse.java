package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Which filters of a library are used, directly or through others. */
final class FilterUse {

  private final FilterLibrary library;
  private final Set<String> used = new HashSet<>();

  FilterUse(FilterLibrary library) {
    this.library = library;
  }

  /** Counts a filter as used, and all that it includes. */
  void add(FilterReference reference) {
    add(reference.filter());
  }

  private void add(String filterName) {
    Deque<String> names = new ArrayDeque<>();
    names.add(filterName);
    while (!names.isEmpty()) {
      String name = names.remove();
      if (used.add(name)) {
        library.find(name).ifPresent(filter -> addIncluded(filter, names));
      }
    }
  }

  private static void addIncluded(Filter filter, Deque<String> names) {
    for (FilterEntry entry : filter.entries()) {
      entry.accept(new Included(names));
    }
  }

  /**
   * {@return filters that are not used and together include all that are not: those that no other
   * includes, and one of each circle}
   *
   * @param candidates the filters that may be unused
   */
  ImmutableList<Filter> unused(FilterLibrary candidates) {
    Set<String> included = new HashSet<>();
    for (Filter filter : candidates.filters()) {
      Deque<String> names = new ArrayDeque<>();
      addIncluded(filter, names);
      included.addAll(names);
    }
    ImmutableList.Builder<Filter> unused = ImmutableList.builder();
    candidates.filters().stream()
        .filter(filter -> !included.contains(filter.name()))
        .forEach(filter -> addUnused(filter, unused));
    candidates.filters().forEach(filter -> addUnused(filter, unused));
    return unused.build();
  }

  private void addUnused(Filter filter, ImmutableList.Builder<Filter> unused) {
    if (!used.contains(filter.name())) {
      unused.add(filter);
      add(filter.name());
    }
  }

  /** Collects the names of the filters that entries include; the result is whether one did. */
  private record Included(Deque<String> names) implements FilterEntry.Visitor<Boolean> {

    @Override
    public Boolean rule(Rule rule) {
      return false;
    }

    @Override
    public Boolean reference(FilterReference reference) {
      return names.add(reference.filter());
    }
  }
}
