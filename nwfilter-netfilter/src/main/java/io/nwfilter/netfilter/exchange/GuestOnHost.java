package io.nwfilter.netfilter.exchange;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;

/**
 * A guest of a virtual network on a host of which all rules are known, the host's own among them.
 *
 * <pre>{@code
 * GuestOnHost guest = GuestOnHost.of(network, simulator, surroundings, surroundings.guests().get(0));
 * guest.run(Exchanges.dhcp()).forEach(result -> print(result.completion()));
 * }</pre>
 */
public final class GuestOnHost {

  private final Simulator simulator;
  private final Surroundings surroundings;
  private final Guest guest;
  private final Neighborhood neighborhood;

  GuestOnHost(
      Simulator simulator, Surroundings surroundings, Guest guest, Neighborhood neighborhood) {
    this.simulator = requireNonNull(simulator);
    this.surroundings = requireNonNull(surroundings);
    this.guest = requireNonNull(guest);
    this.neighborhood = requireNonNull(neighborhood);
  }

  /**
   * {@return a guest of a network} If no address of the guest is known, it has one of the network.
   *
   * @param network the network
   * @param simulator the host
   * @param surroundings what is known of the host
   * @param guest the guest, one of the surroundings
   */
  public static GuestOnHost of(
      Network network, Simulator simulator, Surroundings surroundings, Guest guest) {
    return new GuestOnHost(
        simulator, surroundings, addressed(network, guest), neighborhood(network, guest));
  }

  /**
   * {@return a guest of a network with an address of IPv4 and one of IPv6 at least} They are of the
   * network unless they are known or it has none.
   *
   * @param network the network
   * @param guest the guest
   */
  public static Guest addressed(Network network, Guest guest) {
    return new Guest(
        guest.port(),
        guest.bridge(),
        guest.mac(),
        neighborhood(network, guest).addresses(guest.addresses()));
  }

  private static Neighborhood neighborhood(Network network, Guest guest) {
    return new Neighborhood(guest.bridge(), network.addresses(), Parameters.NONE);
  }

  /** {@return the host} */
  Simulator simulator() {
    return simulator;
  }

  /** {@return the guest, with an address of IPv4 and one of IPv6 at least} */
  public Guest guest() {
    return guest;
  }

  Neighborhood neighborhood() {
    return neighborhood;
  }

  /** {@return where the guest receives packets} */
  End guestEnd() {
    return End.port(guest.port());
  }

  /** {@return where the guest's packets enter the host} */
  Entry guestEntry() {
    return Entry.port(guest.port());
  }

  Packet packetFromGuest(String text) {
    return surroundings.fromGuest(text, guest);
  }

  Packet packetToGuest(String text) {
    return surroundings.toGuest(text, guest);
  }

  /**
   * {@return what becomes of an exchange, with each peer that is tried; at least one}
   *
   * @param exchange the exchange
   */
  public List<ExchangeResult> run(Exchange exchange) {
    ImmutableList.Builder<ExchangeResult> results = ImmutableList.builder();
    for (Peer peer : neighborhood.peers(exchange, guest)) {
      results.add(new ExchangeRun(this, exchange, peer).result());
    }
    return results.build();
  }

  /** {@return the guest's first address of a family} */
  IpAddress guestAddress(boolean ipv4) {
    return guest.addresses().stream()
        .filter(address -> address instanceof Ipv4Address == ipv4)
        .findFirst()
        .orElseThrow();
  }
}
