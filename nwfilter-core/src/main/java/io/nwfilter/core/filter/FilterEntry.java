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

  /** {@return where it stands} Two entries that differ only in this are equal. */
  SourceLocation location();
}
