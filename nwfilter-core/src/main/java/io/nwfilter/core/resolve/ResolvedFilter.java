package io.nwfilter.core.resolve;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A tree of filters as a list of rules.
 *
 * @param rules the rules in order: those of the root chain first, then by priority, then in
 *     document order
 * @param missing the variables that have no value, as they are first used: a name, or a name with
 *     an index or another iterator, such as {@code A[3]} or {@code A[@1]}
 */
public record ResolvedFilter(ImmutableList<ScopedRule> rules, ImmutableSet<String> missing) {

  /** {@return the first rule that needs each of the missing variables, in order} */
  public ImmutableMap<String, ScopedRule> firstUses() {
    Map<String, ScopedRule> first = new LinkedHashMap<>();
    for (ScopedRule rule : rules) {
      Set<String> needed = new LinkedHashSet<>();
      Variables.addMissing(rule, needed);
      needed.forEach(variable -> first.putIfAbsent(variable, rule));
    }
    return ImmutableMap.copyOf(first);
  }
}
