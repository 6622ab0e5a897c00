package io.nwfilter.cli;

import io.nwfilter.core.network.Network;

/** A network as it is once libvirt has started it: its bridge has a name. */
final class StartedNetwork {

  private static final String BRIDGE = "virbr0";

  private StartedNetwork() {}

  /** {@return the network with a bridge, whose name libvirt chooses where the document has none} */
  static Network of(Network network) {
    return network.bridge().isPresent() ? network : network.toBuilder().bridge(BRIDGE).build();
  }
}
