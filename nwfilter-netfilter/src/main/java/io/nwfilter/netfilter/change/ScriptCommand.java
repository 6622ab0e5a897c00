package io.nwfilter.netfilter.change;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.Optional;

/**
 * A command of iptables, ip6tables or ebtables in a host's script.
 *
 * <ul>
 *   <li>{@link Make}: what edits know ({@code -A}, {@code -I}, {@code -N}, {@code -P}, and {@code
 *       -D} and {@code -R} with a number)
 *   <li>{@link DeleteRule}: {@code -D} with the rule's words
 *   <li>{@link Flush}: {@code -F}, of a chain or of all
 *   <li>{@link DeleteChain}: {@code -X}, of a chain or of all
 * </ul>
 */
public sealed interface ScriptCommand {

  /** {@return the family whose tool it is} */
  Family family();

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
     * Visits the deletion of a rule.
     *
     * @param command the command
     * @return what the visitor makes of it
     */
    R visit(DeleteRule command);

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

    @Override
    public Family family() {
      return change.family();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Deletes the first rule that is like another one.
   *
   * @param family the family whose tool it is
   * @param table the table
   * @param chain the chain
   * @param rule the rule
   * @param location the line that it is in
   */
  record DeleteRule(
      Family family, String table, String chain, ChainRule rule, SourceLocation location)
      implements ScriptCommand {

    /**
     * Checks that all components are given.
     *
     * @param family the family whose tool it is
     * @param table the table
     * @param chain the chain
     * @param rule the rule
     * @param location the line that it is in
     */
    public DeleteRule {
      requireNonNull(family, "family");
      requireNonNull(table, "table");
      requireNonNull(chain, "chain");
      requireNonNull(rule, "rule");
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
}
