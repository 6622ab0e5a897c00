package io.nwfilter.cli;

import io.nwfilter.netfilter.guarantee.Proof;

/**
 * Whether something is proved for an interface.
 *
 * @param dev the interface
 * @param claim what was to be proved
 * @param proof the proof
 * @param vacuous whether it is proved, but would be so whatever the rules are
 * @param <T> what can be proved: requirements or guarantees
 */
record Proven<T>(String dev, T claim, Proof proof, boolean vacuous) {

  /** {@return whether something refutes it, or might} */
  boolean isInDoubt() {
    return !proof.isProved() && !(proof instanceof Proof.NotApplicable);
  }
}
