package io.nwfilter.netfilter.simulate;

/**
 * A mark of a packet or of a connection.
 *
 * @param value its bits; those that are not known are 0
 * @param unknown the bits that are not known
 */
record Mark(long value, long unknown) {

  static final Mark NONE = new Mark(0, 0);
  static final Mark UNKNOWN = new Mark(0, 0xffff_ffffL);

  /** {@return a mark that is known} */
  static Mark of(long value) {
    return new Mark(value, 0);
  }

  /** {@return the mark with some bits cleared and others inverted, as all targets change marks} */
  Mark changed(long cleared, long inverted) {
    return changed(cleared, of(inverted), -1);
  }

  /**
   * {@return the mark with some bits cleared, and others inverted where another mark has them}
   *
   * @param cleared the bits that are cleared
   * @param other the other mark
   * @param mask the bits of it that count
   */
  Mark changed(long cleared, Mark other, long mask) {
    long open = (unknown & ~cleared) | (other.unknown & mask);
    long bits = (value & ~cleared) ^ (other.value & mask);
    return new Mark(bits & ~open, open);
  }
}
