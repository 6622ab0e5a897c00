package io.nwfilter.netfilter.network;

import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;

/** Where networks and their addresses come from; those that were built in code are named. */
public final class NetworkPlaces {

  private NetworkPlaces() {}

  /**
   * {@return the place of a network}
   *
   * @param network the network
   */
  public static SourceLocation of(Network network) {
    return network.location().equals(SourceLocation.NONE)
        ? SourceLocation.of("network '" + network.name() + "'")
        : network.location();
  }

  static SourceLocation of(Network network, NetworkAddress address) {
    return address.location().equals(SourceLocation.NONE)
        ? SourceLocation.of("network '" + network.name() + "', address " + address)
        : address.location();
  }

  static Origin origin(Network network) {
    return Origin.of(of(network));
  }

  static Origin origin(Network network, NetworkAddress address) {
    return Origin.of(of(network, address));
  }
}
