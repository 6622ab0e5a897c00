package io.nwfilter.netfilter.exchange;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
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

  /** The address of guests that are added, with the prefix of QEMU; the last octets count. */
  private static final long FIRST_MAC = 0x5254_00fe_0001L;

  private static final String NAME = "guest";
  private static final int LONGEST_NAME = 15;

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
        simulator,
        surroundings,
        addressed(network, guest),
        neighborhood(network, guest, surroundings.outside()));
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
        neighborhood(network, guest, Surroundings.OUTSIDE).addresses(guest.addresses()));
  }

  /**
   * Adds a guest without a filter to a network: one that stands for all, as what is done to it is
   * what the network does. Its interface has a name that no other has, such as {@code
   * guest-virbr0}.
   *
   * @param surroundings what is known of the host, the network and its guests among it
   * @param network the network
   * @param bridge the bridge of the network
   * @return the guest
   */
  public static Guest addTo(Surroundings surroundings, Network network, String bridge) {
    int number = surroundings.guests().size();
    Guest guest =
        surroundings.addGuest(
            freeName(surroundings, bridge), bridge, new MacAddress(FIRST_MAC + number));
    if (network.details().portIsolated().orElse(false)) {
      surroundings.isolated(guest.port());
    }
    addressed(network, guest)
        .addresses()
        .forEach(address -> surroundings.neighbor(address.toString(), guest.mac()));
    return guest;
  }

  private static String freeName(Surroundings surroundings, String bridge) {
    List<String> taken = surroundings.guests().stream().map(Guest::port).toList();
    int number = taken.size();
    String name = NAME + "-" + bridge;
    while (name.length() > LONGEST_NAME || taken.contains(name)) {
      name = NAME + number++;
    }
    return name;
  }

  private static Neighborhood neighborhood(Network network, Guest guest, String outside) {
    return new Neighborhood(guest.bridge(), network.addresses(), Parameters.NONE, outside);
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

  /** {@return a packet that another guest sends, which may be on another bridge} */
  Packet packetFrom(String text, Guest other) {
    return surroundings.fromGuest(text, other);
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

  /**
   * {@return what becomes of an exchange that others begin with another address than the guest's,
   * with each peer that is tried; at least one} Rules of the host may lead it to the guest.
   *
   * @param exchange the exchange, of which the guest is the server
   * @param seen the address to which others send
   */
  public List<ExchangeResult> runAt(IpAddress seen, Exchange exchange) {
    ImmutableList.Builder<ExchangeResult> results = ImmutableList.builder();
    for (Peer peer : neighborhood.peers(exchange, guest)) {
      results.add(new ExchangeRun(this, exchange, peer, seen).result());
    }
    return results.build();
  }

  /**
   * {@return what becomes of an exchange with a guest of another bridge, to which the host routes}
   *
   * @param exchange the exchange
   * @param other the other guest, one of the surroundings
   * @param address its address
   */
  public ExchangeResult runWith(Exchange exchange, Guest other, IpAddress address) {
    return new ExchangeRun(this, exchange, other, address).result();
  }

  /** {@return the guest's first address of a family} */
  IpAddress guestAddress(boolean ipv4) {
    return guest.addresses().stream()
        .filter(address -> address instanceof Ipv4Address == ipv4)
        .findFirst()
        .orElseThrow();
  }
}
