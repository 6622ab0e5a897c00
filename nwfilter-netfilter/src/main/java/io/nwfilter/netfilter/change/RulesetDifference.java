package io.nwfilter.netfilter.change;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.List;
import java.util.Set;

/**
 * How two rulesets differ, chain by chain and rule by rule. What their equality ignores is not a
 * difference: counters, origins, the order of tables and chains.
 *
 * <pre>{@code
 * RulesetDifference difference = RulesetDifference.between(yesterday, today);
 * difference.chains().forEach(chain -> System.out.println(chain.chain() + " " + chain.rules()));
 * }</pre>
 *
 * @param family the family of both
 * @param chains the chains that differ, table by table, in the order of the first ruleset; those
 *     that only the second has come last
 */
public record RulesetDifference(Family family, List<ChainDifference> chains) {

  /**
   * Checks that both components are given.
   *
   * @param family the family of both
   * @param chains the chains that differ
   */
  public RulesetDifference {
    requireNonNull(family, "family");
    chains = ImmutableList.copyOf(requireNonNull(chains, "chains"));
  }

  /**
   * {@return how two rulesets differ; empty if and only if they are equal}
   *
   * @param before the first ruleset
   * @param after the second ruleset
   * @throws IllegalArgumentException if they are of different families
   */
  public static RulesetDifference between(Ruleset before, Ruleset after) {
    checkArgument(
        before.family() == after.family(),
        "rules for %s cannot be compared with rules for %s",
        before.family().tool(),
        after.family().tool());
    Set<String> tables =
        ImmutableSet.<String>builder()
            .addAll(before.tables().keySet())
            .addAll(after.tables().keySet())
            .build();
    ImmutableList.Builder<ChainDifference> chains = ImmutableList.builder();
    for (String table : tables) {
      Table none = new Table(table, ImmutableMap.of());
      chains.addAll(
          new TableDifference(before.table(table).orElse(none), after.table(table).orElse(none))
              .chains());
    }
    return new RulesetDifference(before.family(), chains.build());
  }

  /** {@return whether the rulesets are equal} */
  public boolean isEmpty() {
    return chains.isEmpty();
  }
}
