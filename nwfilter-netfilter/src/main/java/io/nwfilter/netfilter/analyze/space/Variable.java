package io.nwfilter.netfilter.analyze.space;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.simulate.Assumption;

/** What a variable of packet sets says of a packet. */
public sealed interface Variable {

  /** {@return what it says, in words, of what is not known; otherwise only what it is} */
  default String says() {
    return toString();
  }

  /**
   * Whether the packet has a header.
   *
   * @param header the header
   */
  record Has(Header header) implements Variable {}

  /**
   * Whether a fact holds.
   *
   * @param fact the fact
   */
  record Holds(Fact fact) implements Variable {}

  /**
   * A bit of a field's value.
   *
   * @param field the field
   * @param fromRight the number of the bit, 0 for the least significant one
   */
  record Bit(Field field, int fromRight) implements Variable {}

  /**
   * Whether a question has the reply yes.
   *
   * @param atom the question
   */
  record Met(Atom atom) implements Variable {

    @Override
    public String says() {
      return Assumption.wanted(atom.match());
    }
  }

  /**
   * Whether something holds that a set cannot tell.
   *
   * @param unknown what it is
   */
  record Open(Unknown unknown) implements Variable {

    @Override
    public String says() {
      return unknown.says();
    }
  }
}
