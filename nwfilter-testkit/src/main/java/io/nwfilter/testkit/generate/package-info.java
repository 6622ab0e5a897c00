/**
 * jqwik arbitraries for filters and bindings, made from the attribute table: whatever an element
 * takes is generated, and shrinks to small filters that a person can read.
 *
 * <pre>{@code
 * @Property
 * void nothingLeavesWithAForeignAddress(@ForAll("bindings") FilterBinding binding) { … }
 *
 * @Provide
 * Arbitrary<FilterBinding> bindings() {
 *   return FilterArbitraries.bindings("my-filter");
 * }
 * }</pre>
 */
@NullMarked
package io.nwfilter.testkit.generate;

import org.jspecify.annotations.NullMarked;
