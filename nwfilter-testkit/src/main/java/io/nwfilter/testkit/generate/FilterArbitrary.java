package io.nwfilter.testkit.generate;

import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.ArbitraryDecorator;

/**
 * Arbitrary filters without references to others; {@link FamilyArbitrary} has those. Each method
 * narrows what is generated; none changes the arbitrary that it is called on.
 *
 * <p>Filters shrink to one in the root chain that has as few and as simple rules as possible.
 */
public final class FilterArbitrary extends ArbitraryDecorator<Filter> {

  private static final int DEFAULT_MAX_RULES = 6;

  static final FilterArbitrary ALL =
      new FilterArbitrary("generated", ChainNames.all(), RuleArbitrary.ALL, 0, DEFAULT_MAX_RULES);

  private final String name;
  private final Arbitrary<ChainName> chains;
  private final RuleArbitrary rules;
  private final int minRules;
  private final int maxRules;

  private FilterArbitrary(
      String name, Arbitrary<ChainName> chains, RuleArbitrary rules, int minRules, int maxRules) {
    this.name = name;
    this.chains = chains;
    this.rules = rules;
    this.minRules = minRules;
    this.maxRules = maxRules;
  }

  /**
   * {@return filters of another name}
   *
   * @param other the name; {@code generated} if this is not called
   */
  public FilterArbitrary named(String other) {
    return new FilterArbitrary(other, chains, rules, minRules, maxRules);
  }

  /**
   * {@return filters in some chains only}
   *
   * @param some their names, at least one
   */
  public FilterArbitrary inChains(String... some) {
    List<ChainName> names = Arrays.stream(some).map(ChainName::of).toList();
    return new FilterArbitrary(name, Arbitraries.of(names), rules, minRules, maxRules);
  }

  /**
   * {@return filters with such rules only}
   *
   * @param such the rules
   */
  public FilterArbitrary withRules(RuleArbitrary such) {
    return new FilterArbitrary(name, chains, such, minRules, maxRules);
  }

  /**
   * {@return filters with a number of rules}
   *
   * @param min the smallest number; 0 if this is not called
   * @param max the largest number; 6 if this is not called
   */
  public FilterArbitrary ofRules(int min, int max) {
    return new FilterArbitrary(name, chains, rules, min, max);
  }

  @Override
  protected Arbitrary<Filter> arbitrary() {
    return Combinators.combine(chains, chainPriorities(), ruleLists(), uuids().optional(0.2))
        .as(this::filter)
        .withoutEdgeCases();
  }

  /** {@return priorities of chains; empty, half of the time, for the default} */
  static Arbitrary<Optional<Integer>> chainPriorities() {
    return Arbitraries.integers().between(Rule.MIN_PRIORITY, Rule.MAX_PRIORITY).optional(0.5);
  }

  Arbitrary<List<Rule>> ruleLists() {
    return rules.list().ofMinSize(minRules).ofMaxSize(maxRules);
  }

  Arbitrary<ChainName> chains() {
    return chains;
  }

  String name() {
    return name;
  }

  private static Arbitrary<UUID> uuids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
  }

  private Filter filter(
      ChainName chain, Optional<Integer> priority, List<Rule> list, Optional<UUID> uuid) {
    Filter.Builder filter = Filter.builder(name).chain(chain);
    uuid.ifPresent(filter::uuid);
    priority.ifPresent(filter::chainPriority);
    list.forEach(filter::rule);
    return filter.build();
  }
}
