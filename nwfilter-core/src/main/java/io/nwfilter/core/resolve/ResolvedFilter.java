package io.nwfilter.core.resolve;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.value.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tree of filters as a list of rules.
 *
 * @param rules the rules in order: those of the root chain first, then by priority, then in
 *     document order
 * @param missing the variables that have no value, as they are first used: a name, or a name with
 *     an index or another iterator, such as {@code A[3]} or {@code A[@1]}
 * @param inclusions the references to the filters, each as it was first met, the interface's first
 */
public record ResolvedFilter(
    List<ScopedRule> rules, Set<String> missing, List<Inclusion> inclusions) {

  /**
   * Copies all of them.
   *
   * @param rules the rules in order
   * @param missing the variables that have no value
   * @param inclusions the references to the filters
   */
  public ResolvedFilter {
    rules = ImmutableList.copyOf(requireNonNull(rules, "rules"));
    missing = ImmutableSet.copyOf(requireNonNull(missing, "missing"));
    inclusions = ImmutableList.copyOf(requireNonNull(inclusions, "inclusions"));
  }

  /** {@return the first rule that needs each of the missing variables, in order} */
  public Map<String, ScopedRule> firstUses() {
    Map<String, ScopedRule> first = new LinkedHashMap<>();
    for (ScopedRule rule : rules) {
      Set<String> needed = new LinkedHashSet<>();
      Variables.addMissing(rule, needed);
      needed.forEach(variable -> first.putIfAbsent(variable, rule));
    }
    return ImmutableMap.copyOf(first);
  }

  /** {@return the names of the variables that a rule uses} */
  public Set<String> used() {
    ImmutableSet.Builder<String> used = ImmutableSet.builder();
    for (ScopedRule rule : rules) {
      for (Condition<?> condition : rule.rule().conditions().values()) {
        if (condition.value() instanceof Value.Variable<?> variable) {
          used.add(variable.reference().name());
        }
      }
    }
    return used.build();
  }
}
