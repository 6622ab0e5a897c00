/**
 * From a tree of filters to an ordered list of rules: inclusion, scopes of variables, priority
 * order, and the instances that lists of values make of one rule.
 *
 * <pre>{@code
 * ResolvedFilter resolved = FilterResolver.resolve(StockFilters.library(), reference, variables);
 * for (ScopedRule rule : resolved.rules()) {
 *   for (RuleInstance instance : rule.instances()) {
 *     // instance.value(Attributes.SRCIPADDR)
 *   }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.core.resolve;

import org.jspecify.annotations.NullMarked;
