package io.nwfilter.netfilter.analyze;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** Some of the variables that an operation on sets treats differently. */
final class VariableMask {

  private final BitSet variables = new BitSet();

  private VariableMask() {}

  /** {@return the variables before an end that meet a condition} */
  static VariableMask of(int end, IntPredicate condition) {
    VariableMask mask = new VariableMask();
    for (int variable = 0; variable < end; variable++) {
      if (condition.test(variable)) {
        mask.variables.set(variable);
      }
    }
    return mask;
  }

  /** {@return these and others} */
  VariableMask or(VariableMask others) {
    VariableMask both = new VariableMask();
    both.variables.or(variables);
    both.variables.or(others.variables);
    return both;
  }

  boolean contains(int variable) {
    return variables.get(variable);
  }

  /** {@return the last of them; −1 if there is none} */
  int last() {
    return variables.length() - 1;
  }
}
