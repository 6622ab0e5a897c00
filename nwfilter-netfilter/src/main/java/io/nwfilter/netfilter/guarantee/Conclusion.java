package io.nwfilter.netfilter.guarantee;

import static java.util.Objects.requireNonNull;

/**
 * What {@link HostProver} says of a statement about a guest.
 *
 * @param proof whether it holds for all packets
 * @param vacuous whether it is proved, but would be so whatever the rules are
 */
public record Conclusion(Proof proof, boolean vacuous) {

  /**
   * Checks that there is a proof.
   *
   * @param proof whether it holds for all packets
   * @param vacuous whether it would be proved whatever the rules are
   */
  public Conclusion {
    requireNonNull(proof, "proof");
  }
}
