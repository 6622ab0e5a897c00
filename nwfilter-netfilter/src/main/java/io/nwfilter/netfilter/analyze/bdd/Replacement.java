package io.nwfilter.netfilter.analyze.bdd;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import java.util.Map;

/** Sets after something has taken the place of some variables. */
public final class Replacement {

  private final Diagrams diagrams;
  private final Map<Integer, Integer> replacements;
  private final NodeMap done = new NodeMap();

  /**
   * Begins without results.
   *
   * @param diagrams the arena of the sets
   * @param replacements what holds in place of which variable
   */
  public Replacement(Diagrams diagrams, Map<Integer, Integer> replacements) {
    this.diagrams = diagrams;
    this.replacements = replacements;
  }

  /**
   * {@return the assignments that are in a set after the replacement}
   *
   * @param set the set
   */
  public int in(int set) {
    if (set <= EVERYTHING) {
      return set;
    }
    int known = done.get(set);
    if (known >= 0) {
      return known;
    }
    int variable = diagrams.variable(set);
    Integer other = replacements.get(variable);
    int result = other == null ? kept(variable, set) : replaced(other, set);
    done.put(set, result);
    return result;
  }

  private int kept(int variable, int set) {
    int low = in(diagrams.branch(set, false));
    int high = in(diagrams.branch(set, true));
    return isBefore(variable, low, high)
        ? diagrams.node(variable, low, high)
        : diagrams.choose(diagrams.variableSet(variable), high, low);
  }

  private int replaced(int condition, int set) {
    int low = condition == EVERYTHING ? NOTHING : in(diagrams.branch(set, false));
    int high = condition == NOTHING ? NOTHING : in(diagrams.branch(set, true));
    boolean isVariable =
        diagrams.branch(condition, false) == NOTHING
            && diagrams.branch(condition, true) == EVERYTHING;
    return isVariable && isBefore(diagrams.variable(condition), low, high)
        ? diagrams.node(diagrams.variable(condition), low, high)
        : diagrams.choose(condition, high, low);
  }

  private boolean isBefore(int variable, int low, int high) {
    return variable < Math.min(diagrams.variable(low), diagrams.variable(high));
  }
}
