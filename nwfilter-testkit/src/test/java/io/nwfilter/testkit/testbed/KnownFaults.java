package io.nwfilter.testkit.testbed;

import io.nwfilter.netfilter.ruleset.Match;

/** What the tools of this machine get wrong (docs/packet-path.md): it is not a measure of rules. */
final class KnownFaults {

  private KnownFaults() {}

  /** {@return whether the tools load a match as something else} */
  static boolean isMisreadByTools(Match match) {
    return false;
  }
}
