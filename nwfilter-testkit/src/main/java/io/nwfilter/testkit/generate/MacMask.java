package io.nwfilter.testkit.generate;

import io.nwfilter.core.value.MacAddress;

/** Masks of MAC addresses. */
final class MacMask {

  /** How many bits they have. */
  static final int BITS = 48;

  private MacMask() {}

  /** {@return the mask that begins with so many ones, 1 to 48} */
  static String ofOnes(int ones) {
    return new MacAddress(MacAddress.BROADCAST.bits() & -1L << (BITS - ones)).toString();
  }
}
