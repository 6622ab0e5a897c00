package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;

/** A target, prepared for being applied often. */
interface Action {

  /** Goes on to the next rule without doing anything that matters. */
  Action NOTHING =
      new Action() {
        @Override
        public Code apply(Transit transit) {
          return Code.CONTINUE;
        }

        @Override
        public boolean hasEffect() {
          return false;
        }
      };

  /** Does to a packet what the target does. */
  Code apply(Transit transit);

  /**
   * {@return what the target may do, of which the kernel chooses by chance, as a course says that
   * it is assumed; empty if there is nothing to choose}
   *
   * @param transit the packet
   */
  default ImmutableList<String> possibilities(Transit transit) {
    return ImmutableList.of();
  }

  /**
   * Does to a packet what is assumed of the target.
   *
   * @param transit the packet
   * @param chosen which of the possibilities
   */
  default Code apply(Transit transit, int chosen) {
    return apply(transit);
  }

  /** {@return whether anything would be different without it} */
  default boolean hasEffect() {
    return true;
  }

  /** {@return whether it is not known what the target does} */
  default boolean isUnknown() {
    return false;
  }
}
