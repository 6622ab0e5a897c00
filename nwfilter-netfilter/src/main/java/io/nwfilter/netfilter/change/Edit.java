package io.nwfilter.netfilter.change;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of a {@link Change}.
 *
 * <ul>
 *   <li>{@link UseTable}: a table is used, and exists from then on
 *   <li>{@link MakeChain}: a chain is made, or emptied if it is there
 *   <li>{@link FlushChain}: all rules of a chain are removed
 *   <li>{@link SetPolicy}: what happens at the end of a chain is set
 *   <li>{@link Append}: rules are added after those of a chain
 *   <li>{@link Insert}: rules are added before one of a chain
 *   <li>{@link Delete}: rules of a chain are removed
 *   <li>{@link DeleteChain}: a chain is deleted
 * </ul>
 */
public sealed interface Edit {

  /** {@return the name of the table that is changed} */
  String table();

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
     * Visits the use of a table.
     *
     * @param edit the edit
     * @return what the visitor makes of it
     */
    R visit(UseTable edit);

    /**
     * Visits the making of a chain.
     *
     * @param edit the edit
     * @return what the visitor makes of it
     */
    R visit(MakeChain edit);

    /**
     * Visits a chain that loses its rules.
     *
     * @param edit the edit
     * @return what the visitor makes of it
     */
    R visit(FlushChain edit);

    /**
     * Visits the setting of a policy.
     *
     * @param edit the edit
     * @return what the visitor makes of it
     */
    R visit(SetPolicy edit);

    /**
     * Visits appended rules.
     *
     * @param edit the edit
     * @return what the visitor makes of it
     */
    R visit(Append edit);

    /**
     * Visits inserted rules.
     *
     * @param edit the edit
     * @return what the visitor makes of it
     */
    R visit(Insert edit);

    /**
     * Visits deleted rules.
     *
     * @param edit the edit
     * @return what the visitor makes of it
     */
    R visit(Delete edit);

    /**
     * Visits a deleted chain.
     *
     * @param edit the edit
     * @return what the visitor makes of it
     */
    R visit(DeleteChain edit);
  }

  /**
   * Uses a table: the kernel makes it, with its base chains, unless it exists.
   *
   * @param table the table
   */
  record UseTable(String table) implements Edit {

    /**
     * Checks the names.
     *
     * @param table the table
     * @throws IllegalArgumentException if one cannot be a name
     */
    public UseTable {
      requireTable(table);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Makes a chain that others may jump to, with the end that such chains have. If there is a chain
   * of that name already, it loses its rules and its policy.
   *
   * @param table the table
   * @param chain the chain, not a base chain
   */
  record MakeChain(String table, String chain) implements Edit {

    /**
     * Checks the names.
     *
     * @param table the table
     * @param chain the chain
     * @throws IllegalArgumentException if one cannot be a name
     */
    public MakeChain {
      requireNames(table, chain);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Removes all rules from a chain, which keeps its policy.
   *
   * @param table the table
   * @param chain the chain
   */
  record FlushChain(String table, String chain) implements Edit {

    /**
     * Checks the names.
     *
     * @param table the table
     * @param chain the chain
     * @throws IllegalArgumentException if one cannot be a name
     */
    public FlushChain {
      requireNames(table, chain);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Sets what happens at the end of a chain: of a base chain, or in ebtables of any.
   *
   * @param table the table
   * @param chain the chain
   * @param policy {@link Verdict#ACCEPT}, {@link Verdict#DROP} or, for a chain of ebtables that
   *     others jump to, {@link Verdict#RETURN}
   * @param counters how many packets have reached it, if that is set, too
   * @param place where in a text that is; it is not part of equality
   */
  record SetPolicy(
      String table, String chain, Verdict policy, Optional<Counters> counters, SourceLocation place)
      implements Edit {

    /**
     * Checks the policy.
     *
     * @param table the table
     * @param chain the chain
     * @param policy what happens at the end
     * @param counters how many packets have reached it
     * @param place where in a text that is
     * @throws IllegalArgumentException if it cannot be a policy
     */
    public SetPolicy {
      requireNames(table, chain);
      requireNonNull(counters, "counters");
      requireNonNull(place, "place");
      checkArgument(policy != Verdict.CONTINUE, "%s cannot be a policy", policy);
    }

    /**
     * Sets what no text does.
     *
     * @param table the table
     * @param chain the chain
     * @param policy what happens at the end
     * @param counters how many packets have reached it
     * @throws IllegalArgumentException if it cannot be a policy
     */
    public SetPolicy(String table, String chain, Verdict policy, Optional<Counters> counters) {
      this(table, chain, policy, counters, SourceLocation.NONE);
    }

    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof SetPolicy other
          && table.equals(other.table)
          && chain.equals(other.chain)
          && policy == other.policy
          && counters.equals(other.counters);
    }

    @Override
    public int hashCode() {
      return Objects.hash(table, chain, policy, counters);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Adds rules after those that a chain has.
   *
   * @param table the table
   * @param chain the chain
   * @param rules the rules in order
   */
  record Append(String table, String chain, List<ChainRule> rules) implements Edit {

    /**
     * Checks that the rules cannot change.
     *
     * @param table the table
     * @param chain the chain
     * @param rules the rules in order; they are copied if their list may change
     */
    public Append {
      requireNames(table, chain);
      rules = rules instanceof RuleSequence ? rules : ImmutableList.copyOf(rules);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Adds rules before one of a chain.
   *
   * @param table the table
   * @param chain the chain
   * @param position the position of the first of them afterwards, counted from 1
   * @param rules the rules in order
   */
  record Insert(String table, String chain, int position, List<ChainRule> rules) implements Edit {

    /**
     * Checks the position, and that the rules cannot change.
     *
     * @param table the table
     * @param chain the chain
     * @param position the position of the first of them afterwards, counted from 1
     * @param rules the rules in order; they are copied if their list may change
     * @throws IllegalArgumentException if the position is less than 1
     */
    public Insert {
      requireNames(table, chain);
      checkArgument(position >= 1, "position %s is less than 1", position);
      rules = rules instanceof RuleSequence ? rules : ImmutableList.copyOf(rules);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Removes rules from a chain.
   *
   * @param table the table
   * @param chain the chain
   * @param position the position of the first of them, counted from 1
   * @param count how many, at least 1
   */
  record Delete(String table, String chain, int position, int count) implements Edit {

    /**
     * Checks both numbers.
     *
     * @param table the table
     * @param chain the chain
     * @param position the position of the first of them, counted from 1
     * @param count how many
     * @throws IllegalArgumentException if a number is less than 1
     */
    public Delete {
      requireNames(table, chain);
      checkArgument(position >= 1, "position %s is less than 1", position);
      checkArgument(count >= 1, "%s rules", count);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Deletes a chain that has no rules and that no rule jumps to.
   *
   * @param table the table
   * @param chain the chain
   */
  record DeleteChain(String table, String chain) implements Edit {

    /**
     * Checks the names.
     *
     * @param table the table
     * @param chain the chain
     * @throws IllegalArgumentException if one cannot be a name
     */
    public DeleteChain {
      requireNames(table, chain);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  private static void requireTable(String table) {
    checkArgument(Table.isName(table), "'%s' cannot be the name of a table", table);
  }

  private static void requireNames(String table, String chain) {
    requireTable(table);
    checkArgument(Chain.isName(chain), "'%s' cannot be the name of a chain", chain);
  }
}
