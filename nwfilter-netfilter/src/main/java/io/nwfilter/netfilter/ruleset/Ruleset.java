package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The rules of one family.
 *
 * @param family what they filter
 * @param tables the tables that have rules, no two of one name
 */
public record Ruleset(Family family, ImmutableList<Table> tables) {

  /**
   * {@return a ruleset without rules}
   *
   * @param family the family
   */
  public static Ruleset empty(Family family) {
    return new Ruleset(family, ImmutableList.of());
  }

  /** {@return the names of the chains that belong to one interface alone} */
  public ImmutableList<String> ownChains() {
    return tables.stream()
        .flatMap(table -> table.chains().stream())
        .filter(chain -> chain.placement() == Placement.OWN)
        .map(Chain::name)
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return whether there are no tables} */
  public boolean isEmpty() {
    return tables.isEmpty();
  }

  /** {@return the number of rules in all chains} */
  public int ruleCount() {
    return tables.stream()
        .flatMap(table -> table.chains().stream())
        .mapToInt(chain -> chain.rules().size())
        .sum();
  }

  /**
   * {@return one ruleset for several interfaces: the rules of chains of one name follow each other
   * in the order given, but an equal rule at the head of a chain of the kernel's stands there only
   * once}
   *
   * @param family the family of all of them
   * @param rulesets the rulesets
   */
  public static Ruleset merge(Family family, Iterable<Ruleset> rulesets) {
    Map<String, Map<String, List<Chain>>> tables = new LinkedHashMap<>();
    for (Ruleset ruleset : rulesets) {
      for (Table table : ruleset.tables) {
        Map<String, List<Chain>> chains =
            tables.computeIfAbsent(table.name(), name -> new LinkedHashMap<>());
        for (Chain chain : table.chains()) {
          chains.computeIfAbsent(chain.name(), name -> new ArrayList<>(1)).add(chain);
        }
      }
    }
    ImmutableList.Builder<Table> merged = ImmutableList.builder();
    tables.forEach(
        (name, chains) ->
            merged.add(
                new Table(
                    name,
                    chains.values().stream()
                        .map(Ruleset::concatenate)
                        .collect(ImmutableList.toImmutableList()))));
    return new Ruleset(family, merged.build());
  }

  private static Chain concatenate(List<Chain> parts) {
    Chain first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    if (first.placement() == Placement.HEAD) {
      LinkedHashSet<ChainRule> distinct = new LinkedHashSet<>();
      parts.forEach(part -> distinct.addAll(part.rules()));
      return new Chain(first.name(), first.placement(), ImmutableList.copyOf(distinct));
    }
    RuleSequence.Builder rules = RuleSequence.builder();
    parts.forEach(part -> rules.addAll(part.rules()));
    return new Chain(first.name(), first.placement(), rules.build());
  }
}
