package io.nwfilter.netfilter.analyze.description;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.space.Variable;
import io.nwfilter.netfilter.analyze.space.VariableOrder;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.packet.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One thing that a set of packets may ask for. */
sealed interface Dimension {

  /**
   * Whether there is a header, or a fact holds.
   *
   * @param variable says that
   */
  record Presence(Variable variable) implements Dimension {}

  /**
   * The value of a field.
   *
   * @param field the field
   */
  record Value(Field field) implements Dimension {}

  /** {@return all, in the order of their first variables} */
  static ImmutableList<Dimension> all() {
    Set<Dimension> all = new LinkedHashSet<>();
    for (Variable variable : VariableOrder.all()) {
      all.add(
          variable instanceof Variable.Bit bit ? new Value(bit.field()) : new Presence(variable));
    }
    return ImmutableList.copyOf(all);
  }

  /** {@return its variables, ascending, that of the most significant bit first} */
  default int[] variables(Variables variables) {
    if (this instanceof Value value) {
      return variables.bits(value.field());
    }
    Variable variable = ((Presence) this).variable();
    return new int[] {
      variable instanceof Variable.Has has
          ? variables.presence(has.header())
          : variables.fact(((Variable.Holds) variable).fact())
    };
  }

  /**
   * {@return all, those first whose absence in a description is missed least: what the kernel keeps
   * with packets, headers, which other conditions imply, then fields, the last ones first, and
   * states of connections, which say in a word what is legal}
   */
  static ImmutableList<Dimension> byUse() {
    List<Dimension> kept = new ArrayList<>();
    List<Dimension> presence = new ArrayList<>();
    List<Dimension> fields = new ArrayList<>();
    for (Dimension each : all()) {
      if (each instanceof Presence) {
        presence.add(each);
      } else if (((Value) each).field() == Field.CONNECTION_STATE) {
        fields.add(each); // which stays the last one
      } else if (Witnesses.isKeptByKernel(((Value) each).field())) {
        kept.add(each);
      } else {
        fields.add(0, each);
      }
    }
    return ImmutableList.<Dimension>builder().addAll(kept).addAll(presence).addAll(fields).build();
  }
}
