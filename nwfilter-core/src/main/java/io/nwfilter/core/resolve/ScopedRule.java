package io.nwfilter.core.resolve;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;

/**
 * A rule where it was included: with the chain of its own filter and the variables that are defined
 * there.
 *
 * @param rule the rule
 * @param chain the chain of its filter
 * @param chainPriority the priority that its filter gives that chain
 * @param scope the variables
 * @param path how its filter was reached
 * @param location where the rule stands; for a rule that was not read from a document, where its
 *     filter is included
 */
public record ScopedRule(
    Rule rule,
    ChainName chain,
    int chainPriority,
    Parameters scope,
    FilterPath path,
    SourceLocation location) {

  /** How many instances one rule may have. */
  public static final int MAX_INSTANCES = 1_000_000;

  /**
   * {@return the rule's instances, one for each combination of its variables' values, in libvirt's
   * order: iterator 0 turns fastest, then the others in the order in which they stand in the
   * attribute table} They are made as they are asked for, so that a rule with a million of them
   * needs no more memory than one.
   *
   * @throws ResolutionException if a variable has no value or one that is illegal where it stands,
   *     or if lists under one iterator are not equally long, or if there are more than {@link
   *     #MAX_INSTANCES}
   */
  public Iterable<RuleInstance> instances() {
    return Combinations.of(this);
  }
}
