package io.nwfilter.cli;

import io.nwfilter.netfilter.analyze.AlikeGuests;

/**
 * Which guests may change places on two hosts in the same way: how these differ for the one is how
 * they differ for the other, but for names and addresses.
 *
 * @param before which are alike on the earlier host
 * @param after which are alike on the later one
 */
record AlikeOnBoth(AlikeGuests before, AlikeGuests after) {

  /** {@return whether two guests are alike, and are on both hosts what they are on one} */
  boolean areAlike(String port, String other) {
    return before.areAlike(port, other)
        && after.areAlike(port, other)
        && isOnBoth(port)
        && isOnBoth(other);
  }

  private boolean isOnBoth(String port) {
    return !before.values(port).isEmpty() && before.values(port).equals(after.values(port));
  }
}
