package io.nwfilter.core.resolve;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A tree of filters as a list of rules.
 *
 * @param rules the rules in order: those of the root chain first, then by priority, then in
 *     document order
 * @param missing the variables that have no value, as they are first used: a name, or a name with
 *     an index or another iterator, such as {@code A[3]} or {@code A[@1]}
 */
public record ResolvedFilter(List<ScopedRule> rules, Set<String> missing) {

  /**
   * Copies both.
   *
   * @param rules the rules in order
   * @param missing the variables that have no value
   */
  public ResolvedFilter {
    rules = ImmutableList.copyOf(requireNonNull(rules, "rules"));
    missing = ImmutableSet.copyOf(requireNonNull(missing, "missing"));
  }

  /**
   * {@return the first rule that needs a missing variable}
   *
   * @param variable one of {@link #missing()}
   * @throws IllegalArgumentException if no rule does
   */
  public ScopedRule firstUse(String variable) {
    for (ScopedRule rule : rules) {
      Set<String> needed = new HashSet<>();
      Variables.addMissing(rule, needed);
      if (needed.contains(variable)) {
        return rule;
      }
    }
    throw new IllegalArgumentException("no rule misses " + variable);
  }
}
