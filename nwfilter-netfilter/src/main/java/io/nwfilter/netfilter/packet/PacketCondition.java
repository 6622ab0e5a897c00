package io.nwfilter.netfilter.packet;

/**
 * What a packet may have: a value from a set, or one outside it. A packet without the field or slot
 * does not have it, negated or not; only {@link Not} is about packets without it, too.
 *
 * <ul>
 *   <li>{@link OfField}: in a field, as matches of rules ask for it
 *   <li>{@link OfSlot}: in a slot that no match asks for
 *   <li>{@link Not}: the opposite of one of these
 * </ul>
 */
public sealed interface PacketCondition {

  /**
   * {@return whether a packet meets the condition}
   *
   * @param packet the packet
   */
  boolean isMetBy(Packet packet);

  /** {@return the set} */
  Values values();

  /** {@return whether the value must be outside the set} */
  boolean negated();

  /**
   * {@return the condition that exactly those packets meet that do not meet this one} Packets
   * without the field or slot are among them.
   */
  default PacketCondition complement() {
    return new Not(this);
  }

  /**
   * {@return the condition that a field has a value from a set}
   *
   * @param field the field
   * @param values the set
   */
  static PacketCondition in(Field field, Values values) {
    return new OfField(field, values, false);
  }

  /**
   * {@return the condition that a field has a value}
   *
   * @param field the field
   * @param value the value
   */
  static PacketCondition is(Field field, long value) {
    return in(field, Values.single(field, value));
  }

  /**
   * {@return the condition that a field has a value outside a set}
   *
   * @param field the field
   * @param values the set
   */
  static PacketCondition outside(Field field, Values values) {
    return new OfField(field, values, true);
  }

  /**
   * A condition on a field.
   *
   * @param field the field
   * @param values the set
   * @param negated whether the value must be outside the set
   */
  record OfField(Field field, Values values, boolean negated) implements PacketCondition {

    @Override
    public boolean isMetBy(Packet packet) {
      return packet.meets(field, values, negated);
    }

    @Override
    public PacketCondition complement() {
      return field.header() == Header.ETHERNET // which all packets have
          ? new OfField(field, values, !negated)
          : new Not(this);
    }
  }

  /**
   * A condition on a slot; of several layers that have it, on the last one.
   *
   * @param slot the slot
   * @param values the set
   * @param negated whether the value must be outside the set
   */
  record OfSlot(Slot slot, Values values, boolean negated) implements PacketCondition {

    @Override
    public boolean isMetBy(Packet packet) {
      return packet.value(slot).filter(value -> values.contains(value) != negated).isPresent();
    }
  }

  /**
   * The opposite of a condition: a packet meets it if it has no such field or slot, or a value that
   * the condition does not allow.
   *
   * @param condition the condition
   */
  record Not(PacketCondition condition) implements PacketCondition {

    @Override
    public boolean isMetBy(Packet packet) {
      return !condition.isMetBy(packet);
    }

    @Override
    public Values values() {
      return condition.values();
    }

    /** {@return whether a packet that has the field or slot must have a value outside the set} */
    @Override
    public boolean negated() {
      return !condition.negated();
    }

    @Override
    public PacketCondition complement() {
      return condition;
    }
  }
}
