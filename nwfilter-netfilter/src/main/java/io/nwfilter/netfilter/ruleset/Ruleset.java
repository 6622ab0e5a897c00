package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one family in a kernel: tables, their chains, and the chains' rules.
 *
 * <p>Two rulesets are equal if the kernel would do the same by the same rules: equality ignores
 * counters, origins, the order of tables and chains, and tables and base chains that are unused.
 *
 * @param family what the rules filter
 * @param tables the tables by name, in the order in which they are listed
 */
public record Ruleset(Family family, Map<String, Table> tables) {

  /**
   * Checks the names.
   *
   * @param family what the rules filter
   * @param tables the tables by name
   * @throws IllegalArgumentException if a table has another name, or the family has no such table
   */
  public Ruleset {
    tables = ImmutableMap.copyOf(requireNonNull(tables, "tables"));
    requireNonNull(family, "family");
    Map<String, Table> known = BaseChains.of(family);
    tables.forEach(
        (name, table) -> {
          checkArgument(name.equals(table.name()), "'%s' is table '%s'", name, table.name());
          checkArgument(
              known.containsKey(name), "%s has no table '%s'", family.tool(), table.name());
        });
  }

  /**
   * {@return the ruleset of a host where no rule was ever loaded}
   *
   * @param family the family
   */
  public static Ruleset empty(Family family) {
    return new Ruleset(family, ImmutableMap.of());
  }

  /**
   * Returns a table.
   *
   * @param name its name
   * @return the table, if the ruleset has it
   */
  public Optional<Table> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /**
   * Returns a chain.
   *
   * @param table the table's name
   * @param name the chain's name
   * @return the chain, if the ruleset has it
   */
  public Optional<Chain> findChain(String table, String name) {
    return table(table).flatMap(found -> found.chain(name));
  }

  /**
   * Returns a chain that must exist.
   *
   * @param table the table's name
   * @param name the chain's name
   * @return the chain
   * @throws NoSuchElementException if it does not exist; the message names the chains that do
   */
  public Chain chain(String table, String name) {
    return findChain(table, name)
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "no chain '"
                        + name
                        + "' in table '"
                        + table
                        + "' of "
                        + family.tool()
                        + table(table)
                            .map(found -> ", only " + found.chains().keySet())
                            .orElse(", which is not there")));
  }

  /**
   * {@return this ruleset after a change}
   *
   * @param change the change
   */
  public Ruleset after(Transition change) {
    return change.applyTo(this);
  }

  /** {@return whether it equals the ruleset of a host where no rule was ever loaded} */
  public boolean isEmpty() {
    return tables.values().stream().allMatch(Table::isUntouched);
  }

  /** {@return the number of rules in all chains} */
  public int ruleCount() {
    return tables.values().stream().mapToInt(Table::ruleCount).sum();
  }

  private Map<String, Table> touched() {
    return Maps.filterValues(tables, table -> !table.isUntouched());
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Ruleset other
        && family == other.family
        && touched().equals(other.touched());
  }

  @Override
  public int hashCode() {
    return 31 * family.hashCode() + touched().keySet().hashCode();
  }
}
