package io.nwfilter.core.filter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A filter while it is adjusted: what takes the place of each of its entries. */
final class AdjustedFilter {

  private final Filter original;
  private final Filter.Builder builder;
  private final List<List<FilterEntry>> places = new ArrayList<>();
  private boolean changed;

  AdjustedFilter(Filter original) {
    this.original = original;
    this.builder = original.toBuilder().removeIf(entry -> true);
    original.entries().forEach(entry -> places.add(List.of(entry)));
  }

  /** {@return whether the filter has a chain of its own, and its priority is changed} */
  boolean chainPriority(int priority, SourceLocation from) {
    if (original.chain().isRoot()) {
      return false;
    }
    changed = true;
    builder.chainPriority(priority);
    places.replaceAll(
        entries ->
            replaced(
                entries,
                entry ->
                    entry instanceof Rule rule
                        ? ImmutableList.of(rule.toBuilder().adjustedFrom(from).build())
                        : ImmutableList.of(entry)));
    return true;
  }

  /** {@return whether rules are selected, and other ones take the place of each} */
  boolean rules(RuleSelector selector, Function<Rule, List<Rule>> by) {
    boolean found = false;
    int number = 0;
    for (int i = 0; i < places.size(); i++) {
      if (original.entries().get(i) instanceof Rule rule
          && selector.selects(original, rule, ++number)
          && !places.get(i).isEmpty()) {
        found = true;
        changed = true;
        places.set(i, replaced(places.get(i), entry -> by.apply((Rule) entry)));
      }
    }
    return found;
  }

  /** {@return whether the filter includes another one, and others take the place of that} */
  boolean inclusions(String included, List<String> by) {
    boolean found = false;
    for (int i = 0; i < places.size(); i++) {
      if (original.entries().get(i) instanceof FilterReference reference
          && reference.filter().equals(included)
          && !places.get(i).isEmpty()) {
        found = true;
        changed = true;
        places.set(
            i,
            by.stream()
                .<FilterEntry>map(
                    name -> new FilterReference(name, reference.parameters(), reference.location()))
                .toList());
      }
    }
    return found;
  }

  private static List<FilterEntry> replaced(
      List<FilterEntry> entries, Function<FilterEntry, List<? extends FilterEntry>> by) {
    return entries.stream().<FilterEntry>flatMap(entry -> by.apply(entry).stream()).toList();
  }

  /** {@return whether anything was changed} */
  boolean isChanged() {
    return changed;
  }

  /** {@return the filter with all that was changed} */
  Filter build() {
    places.forEach(entries -> entries.forEach(builder::entry));
    return builder.build();
  }
}
