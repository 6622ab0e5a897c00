package io.nwfilter.netfilter.exchange;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * A guest with its filter on a simulated host, and where everybody else is. Without a network the
 * guest is on a bridge of which the host has no address, and another port of it leads to everybody
 * else. On a virtual network the host is at the address of the network's bridge, and another
 * interface of the host leads to what is not in the network, unless the network has no address. The
 * host is then the network's server of DHCP and DHCPv6, too.
 *
 * <p>The guest's addresses are those of the parameters {@code IP} and {@code IPV6}; without them it
 * has one of the network, or {@value #IPV4} and {@value #IPV6}.
 */
public final class GuestSituation {

  /** The IPv4 address of a guest of which none is known (RFC 5737). */
  public static final String IPV4 = "192.0.2.7";

  /** The IPv6 address of a guest of which none is known (RFC 3849). */
  public static final String IPV6 = "2001:db8::7";

  /** The group of servers and relay agents of DHCPv6 (RFC 8415, section 7.1). */
  private static final String DHCPV6_SERVERS = "ff02::1:2";

  private final CompiledRules compiled;
  private final GuestOnHost host;

  private GuestSituation(
      CompiledRules compiled, Optional<CompiledNetwork> network, CompiledInterface one) {
    this.compiled = compiled;
    String bridge =
        network.flatMap(CompiledNetwork::bridge).map(InterfaceName::name).orElse(Simulator.BRIDGE);
    List<NetworkAddress> addresses =
        network.map(on -> on.network().addresses()).orElse(ImmutableList.of());
    Surroundings surroundings = new Surroundings();
    compiled.networks().forEach(surroundings::add);
    compiled.interfaces().forEach(other -> surroundings.add(other.binding(), bridge));
    Guest known =
        surroundings.guests().stream()
            .filter(other -> other.port().equals(one.name().name()))
            .findFirst()
            .orElseThrow();
    Neighborhood neighborhood =
        new Neighborhood(
            bridge, addresses, one.binding().filterRef().parameters(), surroundings.outside());
    Guest guest =
        new Guest(known.port(), bridge, known.mac(), neighborhood.addresses(known.addresses()));
    Situation.Builder situation = surroundings.situation().neighborsAtEachPort(true);
    guest.addresses().forEach(address -> situation.neighbor(address.toString(), guest.mac()));
    if (!addresses.isEmpty()) {
      situation.joined(DHCPV6_SERVERS);
    }
    Simulator simulator =
        Simulator.of(
            situation.build(),
            ImmutableList.of(
                compiled.ruleset(Family.BRIDGE),
                compiled.ruleset(Family.IPV4),
                compiled.ruleset(Family.IPV6)));
    host = new GuestOnHost(simulator, surroundings, guest, neighborhood);
  }

  /**
   * {@return the situation of the first interface of compiled rules, on their first network if they
   * have one}
   *
   * @param compiled the rules
   * @throws IllegalArgumentException if no interface has a filter
   */
  public static GuestSituation of(CompiledRules compiled) {
    checkArgument(!compiled.interfaces().isEmpty(), "no interface has a filter");
    return new GuestSituation(
        compiled, compiled.networks().stream().findFirst(), compiled.interfaces().get(0));
  }

  /**
   * {@return the same with another interface of the rules as the guest's}
   *
   * @param name the name of the host's interface
   * @throws IllegalArgumentException if it is not one of these rules
   */
  public GuestSituation withGuest(String name) {
    for (CompiledInterface one : compiled.interfaces()) {
      if (one.name().name().equals(name)) {
        return new GuestSituation(compiled, compiled.networks().stream().findFirst(), one);
      }
    }
    throw new IllegalArgumentException("no interface '" + name + "' has a filter");
  }

  /**
   * {@return the same with the guest on a virtual network, which is the only one}
   *
   * @param network the network
   */
  public GuestSituation on(CompiledNetwork network) {
    CompiledRules both =
        new CompiledHost(compiled.interfaces()).withNetworks(ImmutableList.of(network));
    return of(both).withGuest(guest().port());
  }

  /** {@return the rules of the host} */
  public CompiledRules compiled() {
    return compiled;
  }

  /** {@return the host} */
  public Simulator simulator() {
    return host.simulator();
  }

  /** {@return the guest, with an address of IPv4 and one of IPv6 at least} */
  public Guest guest() {
    return host.guest();
  }

  /** {@return where the guest receives packets} */
  public End guestEnd() {
    return host.guestEnd();
  }

  /** {@return where the guest's packets enter the host} */
  public Entry guestEntry() {
    return host.guestEntry();
  }

  /**
   * {@return a peer of the guest}
   *
   * @param address its IP address, which says where it is
   */
  public Peer peer(IpAddress address) {
    return host.neighborhood().peer(address);
  }

  /**
   * {@return a packet that the guest sends} Unless its text says otherwise, it comes from the
   * guest's MAC address, and goes to that of its next hop.
   *
   * @param text the packet's text
   * @throws io.nwfilter.netfilter.packet.PacketTextException if it is not that of a packet
   */
  public Packet packetFromGuest(String text) {
    return host.packetFromGuest(text);
  }

  /**
   * {@return a packet to the guest} Unless its text says otherwise, it goes to the guest's MAC
   * address if it does not go to all or several.
   *
   * @param text the packet's text
   * @throws io.nwfilter.netfilter.packet.PacketTextException if it is not that of a packet
   */
  public Packet packetToGuest(String text) {
    return host.packetToGuest(text);
  }

  /**
   * {@return what becomes of a packet that the guest sends}
   *
   * @param packet the packet
   */
  public Explanation fromGuest(Packet packet) {
    return simulator().run(requireNonNull(packet, "packet"), guestEntry());
  }

  /**
   * {@return what becomes of a packet to the guest; {@link #guestEnd} is where it should arrive} It
   * enters where its IP source is.
   *
   * @param packet the packet
   */
  public Explanation toGuest(Packet packet) {
    return simulator().run(requireNonNull(packet, "packet"), host.neighborhood().entry(packet));
  }

  /**
   * {@return what becomes of an exchange, with each peer that is tried; at least one}
   *
   * @param exchange the exchange
   */
  public List<ExchangeResult> run(Exchange exchange) {
    return host.run(exchange);
  }
}
