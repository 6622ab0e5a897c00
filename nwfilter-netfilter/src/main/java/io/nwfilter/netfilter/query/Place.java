package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import org.jspecify.annotations.Nullable;

/** Where in packets a word looks. */
sealed interface Place {

  /** {@return the kind of its values} */
  FieldKind kind();

  /** {@return the EtherTypes of the frames that can have it; null for all} */
  @Nullable Values etherTypes();

  /** {@return the condition that it has a value from a set, or one outside it} */
  PacketCondition condition(Values values, boolean negated, Encapsulation tags);

  /** A field. */
  record OfField(Field field) implements Place {

    @Override
    public FieldKind kind() {
      return field.kind();
    }

    @Override
    public @Nullable Values etherTypes() {
      return EtherTypes.around(field);
    }

    /** Matches see the outer tag only; if that is another one, the slot of the inner is asked. */
    @Override
    public PacketCondition condition(Values values, boolean negated, Encapsulation tags) {
      return field.header() == Header.VLAN && tags == Encapsulation.STACKED
          ? new PacketCondition.OfSlot(field.slots().get(0), values, negated)
          : new PacketCondition.OfField(field, values, negated);
    }
  }

  /** The type or the code in a field that has both, eight bits each. */
  record OfPart(Field field, boolean isType) implements Place {

    private static final int OCTET = 8;

    @Override
    public FieldKind kind() {
      return FieldKind.NUMBER;
    }

    @Override
    public @Nullable Values etherTypes() {
      return EtherTypes.around(field);
    }

    @Override
    public PacketCondition condition(Values values, boolean negated, Encapsulation tags) {
      int shift = isType ? OCTET : 0;
      ImmutableList<Values> parts =
          values.cubes(OCTET).stream()
              .map(cube -> Values.masked(cube.value().low() << shift, cube.mask().low() << shift))
              .collect(ImmutableList.toImmutableList());
      return new PacketCondition.OfField(
          field, parts.size() == 1 ? parts.get(0) : new Values.Union(parts), negated);
    }
  }

  /** A slot that no field is about. */
  record OfSlot(Slot slot) implements Place {

    @Override
    public FieldKind kind() {
      return slot.kind();
    }

    @Override
    public @Nullable Values etherTypes() {
      return EtherTypes.around(slot.type());
    }

    @Override
    public PacketCondition condition(Values values, boolean negated, Encapsulation tags) {
      return new PacketCondition.OfSlot(slot, values, negated);
    }
  }
}
