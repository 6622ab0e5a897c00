package io.nwfilter.core.resolve;

import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import java.util.List;

/**
 * A rule where it was included: with the chain of its own filter and the variables that are defined
 * there.
 *
 * @param rule the rule
 * @param filter the filter that it is in, which says what its chain is
 * @param scope the variables
 * @param origin where the rule is (for a rule that was not read from a document, where its filter
 *     is included), and how its filter was reached
 * @param semantics how it is understood
 */
public record ScopedRule(
    Rule rule, Filter filter, Scope scope, Origin origin, Semantics semantics) {

  /** {@return how its filter was reached} */
  public ReferencePath path() {
    return origin.path();
  }

  /** {@return where it is} */
  public SourceLocation location() {
    return origin.location();
  }

  /** {@return the chain that it is in at the Ethernet layer} */
  public ChainName chain() {
    return filter.chain();
  }

  /** {@return the priority of that chain as it is understood} */
  public int chainPriority() {
    return filter.chainPriority(semantics);
  }

  /** {@return the rule's priority as it is understood} */
  public int priority() {
    return switch (semantics) {
      case AS_LIBVIRT -> rule.effectivePriority();
      case AS_WRITTEN -> rule.priority();
    };
  }

  /**
   * {@return how many instances the rule has at most: the product of the lengths of its lists,
   * {@link Long#MAX_VALUE} if it is no less than that} Equal tuples under one iterator count once
   * in {@link #instances()}, but here as often as they appear there.
   */
  public long instanceCount() {
    return Combinations.count(this);
  }

  /**
   * {@return whether lists that advance together, under one iterator, have different lengths} There
   * are no {@link #instances()} then.
   */
  public boolean hasUnequalLists() {
    return Combinations.isUnequal(this);
  }

  /**
   * {@return the rule's instances, one for each combination of its variables' values, in libvirt's
   * order: iterator 0 advances fastest, then the others as {@link Rule#iterators()} says} They are
   * made on demand, so that a rule with a million of them needs no more memory than a rule with
   * one.
   *
   * @throws ResolutionException if a variable has no value or one that is illegal where it is used,
   *     or if lists under one iterator are not equally long, or if there are more than {@link
   *     Integer#MAX_VALUE}
   */
  public List<RuleInstance> instances() {
    return Combinations.of(this);
  }
}
