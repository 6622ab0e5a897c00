package io.nwfilter.netfilter.analyze.description;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.analyze.bdd.AskedVariables;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.space.PacketClassSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds what all packets of a set have in common, field by field: few words for a set that takes
 * many to describe. Packets that are not in the set may have that in common with it.
 */
public final class Outline {

  /** What takes longer to read than this is widened to a single range or mask. */
  private static final int MAX_COST = 8;

  private static final int MAX_COST_OF_BITS = 3;

  private static final Values ANY = Values.masked(0, 0);

  /** What the kernel keeps with packets is not said, but for these. */
  private static final ImmutableSet<Field> HAS_WORDS =
      Sets.immutableEnumSet(Field.CONNECTION_STATE, Field.PACKET_LENGTH);

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final PacketClassSets classes;

  /** Begins with the space of the sets. */
  public Outline(PacketSpace space) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.classes = new PacketClassSets(space);
  }

  /**
   * {@return conditions that all packets of a set meet, and that not all others do}
   *
   * @param set the set
   * @param among the packets that matter, of which the set is a part
   */
  public ImmutableList<PacketCondition> of(int set, int among) {
    AskedVariables asked = diagrams.asked(set);
    ImmutableList.Builder<PacketCondition> conditions = ImmutableList.builder();
    for (Field field : Variables.fields()) {
      boolean isAsked = Arrays.stream(space.variables.bits(field)).anyMatch(asked::contains);
      if (isAsked && (field.header() != Header.META || HAS_WORDS.contains(field))) {
        condition(field, set, among).ifPresent(conditions::add);
      }
    }
    return conditions.build();
  }

  private Optional<PacketCondition> condition(Field field, int set, int among) {
    int present = classes.of(PacketCondition.in(field, ANY));
    if (diagrams.without(set, present) != NOTHING) {
      return Optional.empty();
    }
    int others = Covering.isKind(field) ? EVERYTHING : diagrams.and(among, present);
    try {
      Optional<PacketCondition> exact = FieldValues.of(space, field, set, others).condition();
      if (exact.isEmpty()
          || field == Field.CONNECTION_STATE
          || ValueList.cost(exact.get()) <= maxCost(field)) {
        return exact;
      }
    } catch (BudgetExceededException e) { // the field has too many values to list
      return wide(field, set, others);
    }
    return wide(field, set, others);
  }

  /** {@return what is short enough: one mask of bits, as several are hard to read} */
  private static int maxCost(Field field) {
    return field.kind() == FieldKind.BITS ? MAX_COST_OF_BITS : MAX_COST;
  }

  private Optional<PacketCondition> wide(Field field, int set, int others) {
    boolean hasHull = !Covering.isKind(field) && field.kind() != FieldKind.BITS;
    return !hasHull || field == Field.CONNECTION_STATE
        ? Optional.empty()
        : new FieldHull(space, field, set)
            .values()
            .map(values -> PacketCondition.in(field, values))
            .filter(wide -> diagrams.without(others, classes.of(wide)) != NOTHING);
  }
}
