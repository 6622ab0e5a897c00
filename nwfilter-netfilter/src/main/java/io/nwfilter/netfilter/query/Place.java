package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.Optional;

/** Where in packets a word looks. */
sealed interface Place {

  /** {@return the kind of its values} */
  FieldKind kind();

  /** {@return what a packet must be for this to be what the word means, if it has it} */
  Optional<PacketCondition> requirement(Encapsulation tags);

  /** {@return the condition that it has a value from a set, or one outside it} */
  PacketCondition condition(Values values, boolean negated, Encapsulation tags);

  /** A field. */
  record OfField(Field field) implements Place {

    @Override
    public FieldKind kind() {
      return field.kind();
    }

    @Override
    public Optional<PacketCondition> requirement(Encapsulation tags) {
      return EtherTypes.around(field).map(tags::announces);
    }

    @Override
    public PacketCondition condition(Values values, boolean negated, Encapsulation tags) {
      return new PacketCondition.OfField(field, values, negated);
    }
  }

  /**
   * A field of a tag. Fields are those of the outer tag, of whichever kind it is; if another one is
   * outside, the slot of the inner one is asked.
   */
  record OfTag(Field field, Slot slot) implements Place {

    @Override
    public FieldKind kind() {
      return field.kind();
    }

    private boolean isInner(Encapsulation tags) {
      return tags == Encapsulation.STACKED && slot.type() == LayerType.VLAN;
    }

    @Override
    public Optional<PacketCondition> requirement(Encapsulation tags) {
      return isInner(tags)
          ? Optional.empty()
          : Optional.of(PacketCondition.is(Field.ETHER_TYPE, slot.type().protocol()));
    }

    @Override
    public PacketCondition condition(Values values, boolean negated, Encapsulation tags) {
      return isInner(tags)
          ? new PacketCondition.OfSlot(slot, values, negated)
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
    public Optional<PacketCondition> requirement(Encapsulation tags) {
      return EtherTypes.around(field).map(tags::announces);
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
    public Optional<PacketCondition> requirement(Encapsulation tags) {
      return EtherTypes.around(slot.type()).map(tags::announces);
    }

    @Override
    public PacketCondition condition(Values values, boolean negated, Encapsulation tags) {
      return new PacketCondition.OfSlot(slot, values, negated);
    }
  }
}
