package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.filter.Direction;
import io.nwfilter.netfilter.ruleset.Field;

/** Which way frames go at the Ethernet layer, seen from the bridge. */
enum FrameDirection {
  /** From the guest; libvirt's letter is I, as they come in. */
  FROM_GUEST('I', "PREROUTING", Field.IN_INTERFACE),
  /** To the guest. */
  TO_GUEST('O', "POSTROUTING", Field.OUT_INTERFACE);

  private final char letter;
  private final String hook;
  private final Field interfaceField;

  FrameDirection(char letter, String hook, Field interfaceField) {
    this.letter = letter;
    this.hook = hook;
    this.interfaceField = interfaceField;
  }

  /** {@return the letter in the names of chains} */
  char letter() {
    return letter;
  }

  /** {@return the chain of the kernel that the root chain is called from} */
  String hook() {
    return hook;
  }

  /** {@return which interface of the frame is the guest's} */
  Field interfaceField() {
    return interfaceField;
  }

  /** {@return whether rules of a direction go here} */
  boolean takes(Direction direction) {
    return switch (direction) {
      case IN -> this == TO_GUEST;
      case OUT -> this == FROM_GUEST;
      case INOUT -> true;
    };
  }

  /** {@return whether source and destination change places in rules of a direction} */
  boolean swaps(Direction direction) {
    return this == FROM_GUEST && direction == Direction.INOUT;
  }
}
