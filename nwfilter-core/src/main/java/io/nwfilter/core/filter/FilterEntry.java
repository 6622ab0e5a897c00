package io.nwfilter.core.filter;

import io.nwfilter.core.diagnostic.SourceLocation;

/**
 * A child of a filter.
 *
 * <ul>
 *   <li>{@link Rule}: what to do with some packets
 *   <li>{@link FilterReference}: the rules of another filter
 * </ul>
 */
public sealed interface FilterEntry permits Rule, FilterReference {

  /**
   * What to do with an entry of each kind.
   *
   * @param <R> the type of the result
   */
  interface Visitor<R> {

    /**
     * {@return the result for a rule}
     *
     * @param rule the rule
     */
    R rule(Rule rule);

    /**
     * {@return the result for a reference}
     *
     * @param reference the reference
     */
    R reference(FilterReference reference);
  }

  /** {@return where it is} Two entries that differ only in this are equal. */
  SourceLocation location();

  /**
   * {@return what the method of a visitor for this kind of entry returns}
   *
   * @param <R> the type of the result
   * @param visitor the visitor
   */
  <R> R accept(Visitor<R> visitor);
}
