package io.nwfilter.netfilter.finding;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.RuleShape;
import io.nwfilter.netfilter.simulate.Prefix;
import java.util.Optional;

/**
 * What decides what is found of an interface, apart from names, addresses and in which documents
 * elements are.
 *
 * @param rules the shape of its rules
 * @param hostAddresses the addresses of the host at its bridge; empty if they are not known
 * @param reference the element that refers to its filter: its number, or a place in code
 * @param origins where each rule comes from, in order
 */
record FindingShape(
    RuleShape rules,
    Optional<ImmutableList<Prefix>> hostAddresses,
    Object reference,
    ImmutableList<RuleOrigin> origins) {

  /**
   * Where a rule comes from.
   *
   * @param element the number of the element, or its place if it is in code or in a stock filter
   * @param ofFilter whether it comes from a filter
   * @param enters whether packets enter a chain by it
   * @param known whether compiling it has reported what may be found of it
   */
  record RuleOrigin(Object element, boolean ofFilter, boolean enters, boolean known) {}
}
