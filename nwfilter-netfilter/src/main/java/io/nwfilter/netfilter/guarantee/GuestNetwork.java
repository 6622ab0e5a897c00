package io.nwfilter.netfilter.guarantee;

import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.Optional;

/** A virtual network that a guest may be connected to, where nothing is known of its own. */
final class GuestNetwork {

  private static final String NETWORK = "network";
  private static final String IPV4_OF_BRIDGE = "192.168.122.1/24";
  private static final int IPV4_PREFIX = 24;
  private static final int IPV6_PREFIX = 64;

  private GuestNetwork() {}

  /**
   * {@return the network of a mode that a guest is connected to, with the addresses of one that has
   * it}
   */
  static CompiledNetwork of(ForwardMode mode, Guest guest) {
    Network.Builder network = Network.builder(NETWORK).bridge(guest.bridge()).forward(mode);
    network.address(
        address(guest, Ipv4Address.class)
            .map(own -> gateway(own, IPV4_PREFIX))
            .orElse(IPV4_OF_BRIDGE));
    guest.addresses().stream()
        .filter(own -> !(own instanceof Ipv4Address))
        .findFirst()
        .ifPresent(own -> network.address(gateway(own, IPV6_PREFIX)));
    return FilterCompiler.compile(network.build());
  }

  private static Optional<IpAddress> address(Guest guest, Class<? extends IpAddress> family) {
    return guest.addresses().stream().filter(family::isInstance).findFirst();
  }

  /** {@return the first address of the guest's network, or the second if that is the guest's} */
  private static String gateway(IpAddress guest, int prefix) {
    IpAddress network = guest.masked(prefix);
    long offset = guest.low() == (network.low() | 1) ? 2 : 1;
    IpAddress gateway =
        guest instanceof Ipv4Address
            ? new Ipv4Address((int) (network.low() + offset))
            : new Ipv6Address(network.high(), network.low() + offset);
    return gateway + "/" + prefix;
  }
}
