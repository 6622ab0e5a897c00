package io.nwfilter.netfilter.analyze.description;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.bdd.FieldSplit;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.Optional;

/**
 * Values of a field.
 *
 * @param field the field
 * @param inside some values, none of which is in two of these
 * @param outside some others
 * @param others all that are left
 */
public record FieldValues(
    Field field,
    List<Values.Masked> inside,
    List<Values.Masked> outside,
    List<Values.Masked> others) {

  /**
   * {@return the values that a field has in some packets of a set}
   *
   * @param space the space of the packets
   * @param field the field
   * @param set the set
   * @param among a set of more packets: other values that the field has there are outside
   */
  public static FieldValues of(PacketSpace space, Field field, int set, int among) {
    FieldSplit split =
        new FieldSplit(
            space.diagrams,
            space.variables.bits(field),
            new FieldSplit.Rest(only(space, field, set), only(space, field, among)));
    return new FieldValues(
        field,
        split.byRest().getOrDefault(new FieldSplit.Rest(EVERYTHING, EVERYTHING), List.of()),
        split.byRest().getOrDefault(new FieldSplit.Rest(NOTHING, EVERYTHING), List.of()),
        split.impossible());
  }

  private static int only(PacketSpace space, Field field, int set) {
    return space.diagrams.exists(set, VariableMask.allBut(space.variables.bits(field)));
  }

  /** {@return the condition that it has one of the values inside; empty if there are no others} */
  public Optional<PacketCondition> condition() {
    return inside.isEmpty() || outside.isEmpty()
        ? Optional.empty()
        : Optional.of(ValueList.condition(field, inside, outside, others));
  }
}
