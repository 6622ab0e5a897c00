package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes virtual networks with the bridge and the addresses of a guest. */
final class GuestNetworks {

  private static final ImmutableList<Integer> IPV4_PREFIXES = ImmutableList.of(24, 16, 28, 29);
  private static final int IPV6_PREFIX = 64;
  private static final Ipv4Address ANY = Ipv4Address.parseDottedQuad("192.168.122.10");
  private static final ImmutableList<Optional<ForwardMode>> MODES =
      ImmutableList.of(
          Optional.of(ForwardMode.NAT),
          Optional.of(ForwardMode.ROUTE),
          Optional.of(ForwardMode.OPEN),
          Optional.empty());

  private final Guest guest;

  GuestNetworks(Guest guest) {
    this.guest = guest;
  }

  Arbitrary<Network> networks() {
    return Combinators.combine(
            Arbitraries.of(MODES), Arbitraries.of(IPV4_PREFIXES), Arbitraries.of(1, 2, 3))
        .as(this::network);
  }

  private Network network(Optional<ForwardMode> mode, int prefix, int place) {
    Network.Builder network = Network.builder("network").bridge(guest.bridge());
    mode.ifPresent(network::forward);
    List<IpAddress> own = guest.addresses();
    IpAddress ipv4 = own.stream().filter(Ipv4Address.class::isInstance).findFirst().orElse(ANY);
    network.address(gateway(ipv4, prefix, place));
    own.stream()
        .filter(Ipv6Address.class::isInstance)
        .findFirst()
        .ifPresent(ipv6 -> network.address(gateway(ipv6, IPV6_PREFIX, place)));
    return network.build();
  }

  /** {@return one of the first addresses of a guest's subnet that is not the guest's} */
  private static String gateway(IpAddress guest, int prefix, int place) {
    IpAddress network = guest.masked(prefix);
    long low = network.low() + place;
    long other = low == guest.low() ? low + 1 : low;
    IpAddress gateway =
        guest instanceof Ipv4Address
            ? new Ipv4Address((int) other)
            : new Ipv6Address(network.high(), other);
    return gateway + "/" + prefix;
  }
}
