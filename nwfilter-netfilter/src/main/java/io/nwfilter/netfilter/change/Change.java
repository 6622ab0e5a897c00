package io.nwfilter.netfilter.change;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Transition;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is done to a ruleset, step by step. What a compiler makes is a change, and restore text is
 * its written form.
 *
 * @param family the family of the rulesets that it changes
 * @param edits the steps in order
 */
public record Change(Family family, List<Edit> edits) implements Transition {

  private static final ImmutableMap<Family, Change> NONE =
      Maps.toMap(EnumSet.allOf(Family.class), family -> new Change(family, ImmutableList.of()));

  /**
   * Checks that all components are given.
   *
   * @param family the family of the rulesets that it changes
   * @param edits the steps in order
   */
  public Change {
    requireNonNull(family, "family");
    edits = ImmutableList.copyOf(requireNonNull(edits, "edits"));
  }

  /**
   * {@return the change that changes nothing}
   *
   * @param family the family
   */
  public static Change none(Family family) {
    return requireNonNull(NONE.get(family));
  }

  /** {@return whether there are no steps} */
  public boolean isEmpty() {
    return edits.isEmpty();
  }

  /** {@return the names of the chains that it makes, in order} */
  public Set<String> madeChains() {
    return edits.stream()
        .filter(Edit.MakeChain.class::isInstance)
        .map(edit -> ((Edit.MakeChain) edit).chain())
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * {@return the change that leads from one ruleset to another} Rules that both have in the same
   * order stay where they are.
   *
   * @param now the ruleset as it is
   * @param wanted the ruleset as it is to be
   * @throws IllegalArgumentException if they are of different families
   */
  public static Change between(Ruleset now, Ruleset wanted) {
    return new Comparison(now, wanted).change();
  }

  /**
   * {@return what several changes do together to a ruleset that none of them has changed before: a
   * chain that several make is made once, a rule that several insert is inserted once, and rules
   * that they append follow each other} The edits of one chain are next to each other.
   *
   * @param family the family of all of them
   * @param changes the changes, each of which makes chains and inserts or appends rules, no more
   * @throws IllegalArgumentException if one does something else, or is of another family
   */
  public static Change together(Family family, Iterable<Change> changes) {
    Union union = new Union(family);
    changes.forEach(union::add);
    return union.change();
  }

  /**
   * {@return a ruleset after this change}
   *
   * @param now the ruleset before
   * @throws ImpossibleChangeException if an edit names a chain or a rule that is not there, or
   *     deletes a chain that is in use
   * @throws IllegalArgumentException if the ruleset is of another family
   */
  @Override
  public Ruleset applyTo(Ruleset now) {
    return Application.of(this, now);
  }
}
