package io.nwfilter.netfilter.change;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.List;
import java.util.Optional;

/**
 * A command in a host's script: of iptables, ip6tables or ebtables, or one that says how the script
 * is run.
 *
 * <ul>
 *   <li>{@link Make}: what edits know ({@code -A}, {@code -I}, {@code -N}, {@code -P}, and {@code
 *       -D} and {@code -R} with a number)
 *   <li>{@link DeleteRules}: {@code -D} with the rule's words
 *   <li>{@link Flush}: {@code -F}, of a chain or of all
 *   <li>{@link DeleteChain}: {@code -X}, of a chain or of all
 *   <li>{@link Restore}: {@code iptables-restore}, which replaces tables
 *   <li>{@link ExitOnFailure}: {@code set -e} of the shell
 *   <li>{@link Skipped}: commands that do not change rules
 * </ul>
 */
public sealed interface ScriptCommand {

  /** {@return the line that it is in} */
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
     * Visits edits.
     *
     * @param command the command
     * @return what the visitor makes of it
     */
    R visit(Make command);

    /**
     * Visits the deletion of rules.
     *
     * @param command the command
     * @return what the visitor makes of it
     */
    R visit(DeleteRules command);

    /**
     * Visits the emptying of chains.
     *
     * @param command the command
     * @return what the visitor makes of it
     */
    R visit(Flush command);

    /**
     * Visits the deletion of chains.
     *
     * @param command the command
     * @return what the visitor makes of it
     */
    R visit(DeleteChain command);

    /**
     * Visits the loading of tables.
     *
     * @param command the command
     * @return what the visitor makes of it
     */
    R visit(Restore command);

    /**
     * Visits what the shell does after a failure.
     *
     * @param command the command
     * @return what the visitor makes of it
     */
    R visit(ExitOnFailure command);

    /**
     * Visits commands that do not change rules.
     *
     * @param command the commands
     * @return what the visitor makes of them
     */
    R visit(Skipped command);
  }

  /**
   * Changes rules or chains, or a policy.
   *
   * @param change what it does
   * @param location the line that it is in
   */
  record Make(Change change, SourceLocation location) implements ScriptCommand {

    /**
     * Checks that all components are given.
     *
     * @param change what it does
     * @param location the line that it is in
     */
    public Make {
      requireNonNull(change, "change");
      requireNonNull(location, "location");
    }

    /** {@return the family whose tool it is} */
    public Family family() {
      return change.family();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Deletes the first rule that is like another one, for each of some rules; none if one is not
   * there.
   *
   * @param family the family whose tool it is
   * @param table the table
   * @param chain the chain
   * @param rules the rules: several if the command has a list of addresses
   * @param location the line that it is in
   */
  record DeleteRules(
      Family family, String table, String chain, List<ChainRule> rules, SourceLocation location)
      implements ScriptCommand {

    /**
     * Checks that all components are given.
     *
     * @param family the family whose tool it is
     * @param table the table
     * @param chain the chain
     * @param rules the rules
     * @param location the line that it is in
     */
    public DeleteRules {
      requireNonNull(family, "family");
      requireNonNull(table, "table");
      requireNonNull(chain, "chain");
      rules = ImmutableList.copyOf(requireNonNull(rules, "rules"));
      requireNonNull(location, "location");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Deletes all rules of a chain, or of all chains of a table; the chains stay.
   *
   * @param family the family whose tool it is
   * @param table the table
   * @param chain the chain; empty for all
   * @param location the line that it is in
   */
  record Flush(Family family, String table, Optional<String> chain, SourceLocation location)
      implements ScriptCommand {

    /**
     * Checks that all components are given.
     *
     * @param family the family whose tool it is
     * @param table the table
     * @param chain the chain
     * @param location the line that it is in
     */
    public Flush {
      requireNonNull(family, "family");
      requireNonNull(table, "table");
      requireNonNull(chain, "chain");
      requireNonNull(location, "location");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Deletes an empty chain that nothing leads to, or all that are so.
   *
   * @param family the family whose tool it is
   * @param table the table
   * @param chain the chain; empty for all
   * @param location the line that it is in
   */
  record DeleteChain(Family family, String table, Optional<String> chain, SourceLocation location)
      implements ScriptCommand {

    /**
     * Checks that all components are given.
     *
     * @param family the family whose tool it is
     * @param table the table
     * @param chain the chain
     * @param location the line that it is in
     */
    public DeleteChain {
      requireNonNull(family, "family");
      requireNonNull(table, "table");
      requireNonNull(chain, "chain");
      requireNonNull(location, "location");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Replaces the tables that a dump has, as {@code iptables-restore} does.
   *
   * @param ruleset the tables
   * @param location the line that it is in
   */
  record Restore(Ruleset ruleset, SourceLocation location) implements ScriptCommand {

    /**
     * Checks that both components are given.
     *
     * @param ruleset the tables
     * @param location the line that it is in
     */
    public Restore {
      requireNonNull(ruleset, "ruleset");
      requireNonNull(location, "location");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Says whether the first command that fails ends the script. At first, none does.
   *
   * @param ends whether it does
   * @param location the line that it is in
   */
  record ExitOnFailure(boolean ends, SourceLocation location) implements ScriptCommand {

    /**
     * Checks that there is a location.
     *
     * @param ends whether a failure ends the script
     * @param location the line that it is in
     */
    public ExitOnFailure {
      requireNonNull(location, "location");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Commands that were left out, as they do not change rules: {@code echo}, {@code sysctl} and so
   * on.
   *
   * @param names their names, each once
   * @param location the line of the first
   */
  record Skipped(List<String> names, SourceLocation location) implements ScriptCommand {

    /**
     * Checks that both components are given.
     *
     * @param names their names
     * @param location the line of the first
     */
    public Skipped {
      names = ImmutableList.copyOf(requireNonNull(names, "names"));
      requireNonNull(location, "location");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }
}
