package io.nwfilter.netfilter.finding;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.simulate.Prefix;
import java.util.Optional;

/**
 * An interface with what is known of the bridge that it is a port of.
 *
 * @param compiled the interface
 * @param hostAddresses the addresses of the host at the bridge, none if it has none; empty if that
 *     is not known
 */
record ConnectedInterface(
    CompiledInterface compiled, Optional<ImmutableList<Prefix>> hostAddresses) {

  /** {@return an interface of whose bridge nothing is known} */
  static ConnectedInterface alone(CompiledInterface compiled) {
    return new ConnectedInterface(compiled, Optional.empty());
  }
}
