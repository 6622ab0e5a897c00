package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Of which packets targets may have changed which fields. */
final class Changes {

  private final Diagrams diagrams;
  private final EnumMap<Field, Integer> changed;

  /** The packets that have got a mark which is known, by that mark; they are changed, too. */
  private final Map<Bits, Integer> marked;

  /**
   * Begins with nothing changed.
   *
   * @param diagrams where the sets are
   */
  Changes(Diagrams diagrams) {
    this(diagrams, new EnumMap<>(Field.class), new HashMap<>());
  }

  private Changes(Diagrams diagrams, EnumMap<Field, Integer> changed, Map<Bits, Integer> marked) {
    this.diagrams = diagrams;
    this.changed = changed;
    this.marked = marked;
  }

  /** {@return changes that begin with these} */
  Changes copy() {
    return new Changes(diagrams, changed.clone(), new HashMap<>(marked));
  }

  /** Says that a target changes a field of packets. */
  void add(Field field, int packets) {
    if (field == Field.MARK) {
      marked.replaceAll((mark, those) -> diagrams.without(those, packets));
    }
    int all = diagrams.or(of(field), packets);
    if (all != NOTHING) {
      changed.put(field, all);
    }
  }

  /** Says that packets get a mark, whatever they had before. */
  void mark(Bits mark, int packets) {
    add(Field.MARK, packets);
    marked.merge(mark, packets, diagrams::or);
  }

  /** {@return the packets whose mark is known, by that mark} */
  Map<Bits, Integer> marked() {
    return marked;
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
    if (field == Field.MARK) {
      marked.clear();
    }
  }
}
