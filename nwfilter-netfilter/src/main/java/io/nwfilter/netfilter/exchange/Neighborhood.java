package io.nwfilter.netfilter.exchange;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Prefix;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;
import java.util.Optional;

/** Where the peers of a guest are. */
final class Neighborhood {

  /**
   * A MAC address of somebody on the guest's bridge, who is there unless a packet says otherwise.
   */
  private static final MacAddress OTHER = new MacAddress(0x0200_0000_0001L);

  private static final String SERVER_PARAMETER = "DHCPSERVER";
  private static final IpAddress NEAR_IPV4 = Ipv4Address.parseDottedQuad("192.0.2.1");
  private static final IpAddress NEAR_IPV6 = Ipv6Address.parse("2001:db8::1");
  private static final IpAddress FAR_IPV4 = Ipv4Address.parseDottedQuad("203.0.113.9");
  private static final IpAddress FAR_IPV6 = Ipv6Address.parse("2001:db8:ffff::9");

  private final String bridge;
  private final ImmutableList<Prefix> host;
  private final Parameters parameters;
  private final String outside;

  /**
   * Begins with what is known of a host.
   *
   * @param bridge the guest's bridge
   * @param host the addresses of the host there
   * @param parameters the parameters of the guest's filter
   * @param outside the interface that leads to what is not on the bridge
   */
  Neighborhood(String bridge, List<NetworkAddress> host, Parameters parameters, String outside) {
    this.bridge = bridge;
    this.outside = outside;
    this.host =
        host.stream()
            .map(one -> Prefix.parse(one.address() + "/" + one.prefixLength()))
            .collect(ImmutableList.toImmutableList());
    this.parameters = parameters;
  }

  /** {@return the guest's addresses, with one of each family} */
  ImmutableList<IpAddress> addresses(List<IpAddress> known) {
    ImmutableList.Builder<IpAddress> all = ImmutableList.<IpAddress>builder().addAll(known);
    if (known.stream().noneMatch(Ipv4Address.class::isInstance)) {
      all.add(inNetwork(true).orElse(Ipv4Address.parseDottedQuad(GuestSituation.IPV4)));
    }
    if (known.stream().noneMatch(Ipv6Address.class::isInstance)) {
      all.add(inNetwork(false).orElse(Ipv6Address.parse(GuestSituation.IPV6)));
    }
    return all.build();
  }

  private Optional<IpAddress> inNetwork(boolean ipv4) {
    return hostAddress(ipv4)
        .flatMap(
            own ->
                PeerAddresses.in(own).stream()
                    .filter(address -> !address.equals(own.address()))
                    .filter(address -> !isFirstOrLast(own, address))
                    .findFirst());
  }

  private static boolean isFirstOrLast(Prefix network, IpAddress address) {
    Bits ones = Bits.ones(address.length() - network.length());
    Bits host = Bits.of(address).and(ones);
    return host.isZero() || host.equals(ones);
  }

  private Optional<Prefix> hostAddress(boolean ipv4) {
    return host.stream().filter(own -> own.isIpv4() == ipv4).findFirst();
  }

  ImmutableList<Peer> peers(Exchange exchange, Guest guest) {
    return exchange.peers().map(PeerAddresses::in).orElseGet(() -> anyone(exchange)).stream()
        .filter(address -> !guest.addresses().contains(address))
        .map(address -> exchange.onLink() ? near(address) : peer(address))
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<IpAddress> anyone(Exchange exchange) {
    boolean ipv4 = exchange.ipv4();
    if (!exchange.onLink()) {
      return ImmutableList.of(ipv4 ? FAR_IPV4 : FAR_IPV6);
    }
    Optional<IpAddress> server =
        parameters.get(SERVER_PARAMETER).stream()
            .map(text -> Prefix.parse(text).address())
            .filter(address -> address instanceof Ipv4Address == ipv4)
            .findFirst();
    return ImmutableList.of(
        server
            .or(() -> hostAddress(ipv4).map(Prefix::address))
            .orElse(ipv4 ? NEAR_IPV4 : NEAR_IPV6));
  }

  /** {@return a peer that the guest's broadcasts get to: the host if the address is its own} */
  private Peer near(IpAddress address) {
    return isOfHost(address)
        ? new Peer(Entry.raw(bridge), End.HOST, Situation.BRIDGE_MAC, address)
        : onBridge(address);
  }

  private boolean isOfHost(IpAddress address) {
    return host.stream().anyMatch(own -> own.address().equals(address));
  }

  Peer peer(IpAddress address) {
    if (isOfHost(address)) {
      return new Peer(Entry.host(), End.HOST, Situation.BRIDGE_MAC, address);
    }
    return isOnBridge(Bits.of(address), address instanceof Ipv4Address)
        ? onBridge(address)
        : new Peer(Entry.network(outside), End.network(outside), Situation.BRIDGE_MAC, address);
  }

  private Peer onBridge(IpAddress address) {
    String port = Surroundings.others(bridge);
    return new Peer(Entry.port(port), End.port(port), OTHER, address);
  }

  /** {@return whether an address is on the bridge, which the host does not route to} */
  private boolean isOnBridge(Bits address, boolean ipv4) {
    List<Prefix> own = host.stream().filter(one -> one.isIpv4() == ipv4).toList();
    return own.isEmpty() || own.stream().anyMatch(one -> one.contains(address));
  }

  /** {@return where a packet to the guest enters the host} */
  Entry entry(Packet packet) {
    Optional<Bits> ipv4 = packet.value(Field.IPV4_SOURCE);
    Optional<Bits> source = ipv4.or(() -> packet.value(Field.IPV6_SOURCE));
    boolean far = source.filter(from -> !isOnBridge(from, ipv4.isPresent())).isPresent();
    boolean ofHost =
        source
            .filter(from -> host.stream().anyMatch(own -> Bits.of(own.address()).equals(from)))
            .isPresent();
    if (ofHost) {
      return Entry.raw(bridge);
    }
    return far ? Entry.network(outside) : Entry.port(Surroundings.others(bridge));
  }
}
