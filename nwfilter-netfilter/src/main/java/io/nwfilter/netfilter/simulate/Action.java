package io.nwfilter.netfilter.simulate;

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

  /** {@return whether anything would be different without it} */
  default boolean hasEffect() {
    return true;
  }

  /** {@return whether it is not known what the target does} */
  default boolean isUnknown() {
    return false;
  }
}
