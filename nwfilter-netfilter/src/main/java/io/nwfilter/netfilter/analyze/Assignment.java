package io.nwfilter.netfilter.analyze;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import java.util.HashMap;
import java.util.Map;

/** One point of a set that is not empty; variables that the set does not ask for are 0. */
final class Assignment {

  private final Map<Variable, Boolean> values = new HashMap<>();

  private Assignment() {}

  /**
   * {@return a point of a set: of two possible values of a variable, 0}
   *
   * @param space the space of the set
   * @param set the set, which is not empty
   */
  static Assignment of(PacketSpace space, int set) {
    if (set == Diagrams.NOTHING) {
      throw new IllegalArgumentException("there is no point in the empty set");
    }
    Assignment assignment = new Assignment();
    int node = set;
    while (node > Diagrams.EVERYTHING) {
      int low = space.diagrams.branch(node, false);
      boolean value = low == Diagrams.NOTHING;
      Variable variable = space.variables.meaning(space.diagrams.variable(node));
      assignment.values.put(variable, value);
      node = value ? space.diagrams.branch(node, true) : low;
    }
    return assignment;
  }

  boolean is(Variable variable) {
    return values.getOrDefault(variable, false);
  }

  boolean has(Header header) {
    return is(new Variable.Has(header));
  }

  boolean holds(Fact fact) {
    return is(new Variable.Holds(fact));
  }

  /** {@return the value of a field that has variables} */
  Bits value(Field field) {
    Bits value = Bits.ZERO;
    for (int i = 0; i < field.width(); i++) {
      if (is(new Variable.Bit(field, i))) {
        value = value.or(i < 64 ? new Bits(0, 1L << i) : new Bits(1L << (i - 64), 0));
      }
    }
    return value;
  }

  /** {@return the questions that are asked, with the reply that each gets} */
  Map<Atom, Boolean> atoms() {
    Map<Atom, Boolean> atoms = new HashMap<>();
    values.forEach(
        (variable, value) -> {
          if (variable instanceof Variable.Met met) {
            atoms.put(met.atom(), value);
          }
        });
    return atoms;
  }
}
