package io.nwfilter.testkit.fidelity;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import java.util.HashSet;
import java.util.Set;

/** Names bridges as libvirt does: {@code virbr} with the lowest number that is free, from 0. */
final class NamedBridges {

  private final Set<InterfaceName> taken = new HashSet<>();

  /** {@return a network as it is once libvirt has started it, after those before it} */
  Network named(Network network) {
    boolean wanted = network.mode().map(ForwardMode::hasOwnBridge).orElse(true);
    Network named =
        wanted && network.bridge().isEmpty() ? network.toBuilder().bridge(free()).build() : network;
    named.bridge().ifPresent(taken::add);
    return named;
  }

  private InterfaceName free() {
    int number = 0;
    while (taken.contains(new InterfaceName("virbr" + number))) {
      number++;
    }
    return new InterfaceName("virbr" + number);
  }
}
