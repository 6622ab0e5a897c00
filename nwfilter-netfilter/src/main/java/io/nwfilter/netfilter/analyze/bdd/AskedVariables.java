package io.nwfilter.netfilter.analyze.bdd;

import java.util.BitSet;
import java.util.stream.IntStream;

/** The variables that sets ask for. */
public final class AskedVariables {

  private final Diagrams diagrams;
  private final int last;
  private final NodeMap seen = new NodeMap();

  private final BitSet asked = new BitSet();

  private AskedVariables(Diagrams diagrams, int last) {
    this.diagrams = diagrams;
    this.last = last;
  }

  /**
   * {@return the variables that any of some sets asks for}
   *
   * @param diagrams the arena of the sets
   * @param sets the sets
   */
  public static AskedVariables of(Diagrams diagrams, int... sets) {
    return upTo(Diagrams.NO_VARIABLE - 1, diagrams, sets);
  }

  /**
   * {@return the variables that any of some sets asks for, but no later ones than one}
   *
   * @param last up to which variable
   * @param diagrams the arena of the sets
   * @param sets the sets
   */
  static AskedVariables upTo(int last, Diagrams diagrams, int... sets) {
    AskedVariables variables = new AskedVariables(diagrams, last);
    for (int set : sets) {
      variables.add(set);
    }
    return variables;
  }

  private void add(int set) {
    int variable = diagrams.variable(set);
    if (variable <= last && seen.get(set) < 0) {
      seen.put(set, set);
      asked.set(variable);
      add(diagrams.branch(set, false));
      add(diagrams.branch(set, true));
    }
  }

  /** {@return whether any of the sets asks for a variable} */
  public boolean contains(int variable) {
    return asked.get(variable);
  }

  /** {@return all of the variables, ascending} */
  public IntStream stream() {
    return asked.stream();
  }
}
