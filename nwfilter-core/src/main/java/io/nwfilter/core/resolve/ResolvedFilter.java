package io.nwfilter.core.resolve;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/**
 * A tree of filters as a list of rules.
 *
 * @param rules the rules in order: those of the root chain first, then by priority, then in
 *     document order
 * @param missing the variables that have no value, as they are first used: a name, or a name with
 *     an index such as {@code A[3]}
 */
public record ResolvedFilter(ImmutableList<ScopedRule> rules, ImmutableSet<String> missing) {}
