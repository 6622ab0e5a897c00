package io.nwfilter.core.filter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;

/**
 * A change of filters in a library that leaves their documents alone.
 *
 * <ul>
 *   <li>{@link ChainPriority}: a filter's chain gets another priority
 *   <li>{@link RulePriority}: rules get another priority
 *   <li>{@link RuleReplacement}: other rules take the place of rules, or none does
 *   <li>{@link InclusionReplacement}: a filter includes another one instead, or none
 * </ul>
 *
 * <p>Selectors look at the filters as they were before any adjustment, numbers of rules included,
 * so that the order of adjustments does not matter to them.
 */
public sealed interface Adjustment {

  /** {@return where it is written; not part of equality of what it makes} */
  SourceLocation location();

  /**
   * Calls the visitor's method for this variant.
   *
   * @param visitor the visitor
   * @param <R> what the visitor returns
   * @return what it returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * Has a method for each variant, so that a new one does not compile until it is handled.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {

    /**
     * Visits another priority of a chain.
     *
     * @param adjustment the adjustment
     * @return what the visitor makes of it
     */
    R visit(ChainPriority adjustment);

    /**
     * Visits another priority of rules.
     *
     * @param adjustment the adjustment
     * @return what the visitor makes of it
     */
    R visit(RulePriority adjustment);

    /**
     * Visits other rules.
     *
     * @param adjustment the adjustment
     * @return what the visitor makes of it
     */
    R visit(RuleReplacement adjustment);

    /**
     * Visits another inclusion.
     *
     * @param adjustment the adjustment
     * @return what the visitor makes of it
     */
    R visit(InclusionReplacement adjustment);
  }

  /** Refuses a priority that libvirt would not take. */
  private static void requireLegal(int priority) {
    if (!Rule.isLegalPriority(priority)) {
      throw new IllegalArgumentException(
          "priority " + priority + " is outside " + Rule.MIN_PRIORITY + ".." + Rule.MAX_PRIORITY);
    }
  }

  /**
   * Another priority of a filter's chain. Filters in the chain {@code root} have none.
   *
   * @param filter the filter's name
   * @param priority -1000 to 1000
   * @param location where it is written
   */
  record ChainPriority(String filter, int priority, SourceLocation location) implements Adjustment {

    /**
     * Checks the priority.
     *
     * @param filter the filter's name
     * @param priority -1000 to 1000
     * @param location where it is written
     * @throws IllegalArgumentException if the priority is outside
     */
    public ChainPriority {
      requireNonNull(filter, "filter");
      requireNonNull(location, "location");
      requireLegal(priority);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Another priority of rules.
   *
   * @param rules which rules
   * @param priority -1000 to 1000
   * @param location where it is written
   */
  record RulePriority(RuleSelector rules, int priority, SourceLocation location)
      implements Adjustment {

    /**
     * Checks the priority.
     *
     * @param rules which rules
     * @param priority -1000 to 1000
     * @param location where it is written
     * @throws IllegalArgumentException if the priority is outside
     */
    public RulePriority {
      requireNonNull(rules, "rules");
      requireNonNull(location, "location");
      requireLegal(priority);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Other rules instead of each of some rules.
   *
   * @param rules which rules are replaced
   * @param by the others; none to remove them
   * @param location where it is written
   */
  record RuleReplacement(RuleSelector rules, List<Rule> by, SourceLocation location)
      implements Adjustment {

    /**
     * Checks that all components are given.
     *
     * @param rules which rules are replaced
     * @param by the others
     * @param location where it is written
     */
    public RuleReplacement {
      requireNonNull(rules, "rules");
      by = ImmutableList.copyOf(requireNonNull(by, "by"));
      requireNonNull(location, "location");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Other filters instead of an included one, with the same parameters.
   *
   * @param filter the filter that includes it
   * @param included the filter that is included
   * @param by the names of the others; none to include nothing
   * @param location where it is written
   */
  record InclusionReplacement(
      String filter, String included, List<String> by, SourceLocation location)
      implements Adjustment {

    /**
     * Checks that all components are given.
     *
     * @param filter the filter that includes it
     * @param included the filter that is included
     * @param by the names of the others
     * @param location where it is written
     */
    public InclusionReplacement {
      requireNonNull(filter, "filter");
      requireNonNull(included, "included");
      by = ImmutableList.copyOf(requireNonNull(by, "by"));
      requireNonNull(location, "location");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }
}
