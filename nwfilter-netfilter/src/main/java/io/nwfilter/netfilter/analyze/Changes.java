package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import io.nwfilter.netfilter.packet.Field;
import java.util.EnumMap;
import java.util.Set;

/** Of which packets targets may have changed which fields. */
final class Changes {

  private final Diagrams diagrams;
  private final EnumMap<Field, Integer> changed;

  /**
   * Begins with nothing changed.
   *
   * @param diagrams where the sets are
   */
  Changes(Diagrams diagrams) {
    this(diagrams, new EnumMap<>(Field.class));
  }

  private Changes(Diagrams diagrams, EnumMap<Field, Integer> changed) {
    this.diagrams = diagrams;
    this.changed = changed;
  }

  /** {@return changes that begin with these} */
  Changes copy() {
    return new Changes(diagrams, changed.clone());
  }

  /** Says that a target changes a field of packets. */
  void add(Field field, int packets) {
    int all = diagrams.or(of(field), packets);
    if (all != NOTHING) {
      changed.put(field, all);
    }
  }

  /** {@return whether nothing was changed} */
  boolean isEmpty() {
    return changed.isEmpty();
  }

  /** {@return the fields that may have been changed of some packets} */
  Set<Field> fields() {
    return changed.keySet();
  }

  /** {@return the packets of which a field may have been changed} */
  int of(Field field) {
    return changed.getOrDefault(field, NOTHING);
  }

  /** Says that a field is what it was seen to be again. */
  void forget(Field field) {
    changed.remove(field);
  }
}
