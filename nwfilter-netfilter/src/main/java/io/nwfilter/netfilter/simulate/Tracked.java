package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.TrackedState;
import org.jspecify.annotations.Nullable;

/**
 * What connection tracking says of a packet.
 *
 * @param state its state
 * @param connection its connection; null if it belongs to none
 * @param reply whether it goes as replies do
 */
record Tracked(TrackedState state, @Nullable Connection connection, boolean reply) {

  static Tracked without(TrackedState state) {
    return new Tracked(state, null, false);
  }

  /** {@return the bits of {@link io.nwfilter.netfilter.packet.Field#CONNECTION_STATE}} */
  long stateBits() {
    long bits = state.bit();
    if (connection != null) {
      bits |= connection.newSource == null ? 0 : TrackedState.SNAT.bit();
      bits |= connection.newDestination == null ? 0 : TrackedState.DNAT.bit();
    }
    return bits;
  }
}
