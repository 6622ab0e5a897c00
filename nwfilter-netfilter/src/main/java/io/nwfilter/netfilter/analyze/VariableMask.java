package io.nwfilter.netfilter.analyze;

import java.util.BitSet;

/** Some of the variables that an operation on sets treats differently. */
final class VariableMask {

  private final BitSet variables = new BitSet();
  private final boolean others;
  private final int last;

  private VariableMask(boolean others, int... some) {
    this.others = others;
    for (int variable : some) {
      variables.set(variable);
    }
    this.last = others ? Diagrams.NO_VARIABLE - 1 : variables.length() - 1;
  }

  /** {@return some variables} */
  static VariableMask of(int... some) {
    return new VariableMask(false, some);
  }

  /** {@return all variables but some} */
  static VariableMask allBut(int... some) {
    return new VariableMask(true, some);
  }

  boolean contains(int variable) {
    return variables.get(variable) != others;
  }

  /** {@return the last of them; −1 if there is none; a bound if they are all but some} */
  int last() {
    return last;
  }
}
