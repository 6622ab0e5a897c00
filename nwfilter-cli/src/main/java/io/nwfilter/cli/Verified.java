package io.nwfilter.cli;

import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Verification;

/**
 * Whether a guarantee holds for an interface.
 *
 * @param dev the interface
 * @param guarantee the guarantee
 * @param result the result
 */
record Verified(String dev, Guarantee guarantee, Verification result) {

  /** {@return whether something refutes it, or might: if what is not known is so} */
  boolean isInDoubt() {
    return result instanceof Verification.Fails || result instanceof Verification.Depends;
  }
}
