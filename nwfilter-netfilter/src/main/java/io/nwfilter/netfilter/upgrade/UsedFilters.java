package io.nwfilter.netfilter.upgrade;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the names of filters that entries include; the result is whether one did.
 *
 * @param names takes them
 */
record UsedFilters(Deque<String> names) implements FilterEntry.Visitor<Boolean> {

  /** {@return the names of the filters that a host uses, directly or through others} */
  static Set<String> of(UpgradeHost host, List<FilterLibrary> libraries) {
    Deque<String> names = new ArrayDeque<>();
    for (Domain machine : host.machines()) {
      for (NetworkInterface one : machine.interfaces()) {
        one.filterRef().ifPresent(reference -> names.add(reference.filter()));
      }
    }
    for (FilterBinding binding : host.bindings()) {
      names.add(binding.filterRef().filter());
    }
    Set<String> used = new HashSet<>();
    UsedFilters included = new UsedFilters(names);
    while (!names.isEmpty()) {
      String name = names.remove();
      if (used.add(name)) {
        for (FilterLibrary library : libraries) {
          library.find(name).ifPresent(included::addAll);
        }
      }
    }
    return used;
  }

  private void addAll(Filter filter) {
    for (FilterEntry entry : filter.entries()) {
      entry.accept(this);
    }
  }

  @Override
  public Boolean rule(Rule rule) {
    return false;
  }

  @Override
  public Boolean reference(FilterReference reference) {
    return names.add(reference.filter());
  }
}
