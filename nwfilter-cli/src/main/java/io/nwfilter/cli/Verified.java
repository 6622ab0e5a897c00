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

  /** {@return whether nothing speaks against it: it holds, or says nothing of the interface} */
  boolean isFine() {
    return result.holds() || result instanceof Verification.NotApplicable;
  }
}
