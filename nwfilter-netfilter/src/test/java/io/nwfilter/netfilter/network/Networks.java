package io.nwfilter.netfilter.network;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.core.network.PortRange;
import io.nwfilter.core.value.Ipv4Address;
import java.util.List;
import java.util.Optional;

/** Networks that tests compile. */
final class Networks {

  private Networks() {}

  static Network.Builder isolated(String name, String bridge, String... addresses) {
    Network.Builder network = Network.builder(name).bridge(bridge);
    List.of(addresses).forEach(network::address);
    return network;
  }

  static Network.Builder of(ForwardMode mode, String name, String bridge, String... addresses) {
    return isolated(name, bridge, addresses).forward(mode);
  }

  static Forwarding by(ForwardMode mode, String dev) {
    return new Forwarding(mode, Optional.of(new InterfaceName(dev)), List.of(), Optional.empty());
  }

  static Forwarding nat(NetworkNat nat) {
    return new Forwarding(ForwardMode.NAT, Optional.empty(), List.of(), Optional.of(nat));
  }

  static NetworkNat to(String start, String end, int first, int last) {
    return new NetworkNat(
        false,
        Optional.of(new AddressRange(Ipv4Address.parse(start), Ipv4Address.parse(end))),
        Optional.of(new PortRange(first, last)));
  }
}
