package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.exchange.GuestOnHost;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The guests of a host, and one without a filter on each network, for what a network does to all.
 *
 * @param host the host
 * @param surroundings what is known of it
 * @param ofNetworks the guest without a filter on each network that has a bridge with addresses
 */
record HostGuests(
    UpgradeHost host, Surroundings surroundings, ImmutableMap<CompiledNetwork, Guest> ofNetworks) {

  /** The address of guests that rules forward to and no document has; the last octets count. */
  private static final long FIRST_MAC = 0x5254_00fe_1001L;

  /**
   * {@return the interfaces by which a host may reach what is outside}
   *
   * @param host the host
   * @param options how its documents are compiled
   * @param own its own rules
   */
  static Uplinks uplinks(UpgradeHost host, CompileOptions options, OwnRules own) {
    Surroundings surroundings = new Surroundings();
    host.bridges().accept(surroundings);
    ImmutableList<CompiledNetwork> networks = networks(host, options);
    networks.forEach(surroundings::add);
    host.machines().forEach(machine -> surroundings.add(machine, options.interfaceNames()));
    host.bindings().forEach(surroundings::add);
    host.addresses().accept(surroundings);
    return Uplinks.of(surroundings, networks, own);
  }

  /** {@return the networks of a host} */
  static ImmutableList<CompiledNetwork> networks(UpgradeHost host, CompileOptions options) {
    return Side.started(Side.outcomes(host, Side.inIptables(options))).stream()
        .flatMap(rules -> rules.networks().stream())
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return the guests of a host}
   *
   * @param host the host
   * @param options how its documents are compiled
   * @param uplink the interface by which it reaches what is outside
   */
  static HostGuests of(UpgradeHost host, CompileOptions options, String uplink) {
    Surroundings surroundings = new Surroundings();
    surroundings.outside(uplink);
    host.bridges().accept(surroundings);
    ImmutableList<CompiledNetwork> networks = networks(host, options);
    networks.forEach(surroundings::add);
    host.machines().forEach(machine -> surroundings.add(machine, options.interfaceNames()));
    host.bindings().forEach(surroundings::add);
    host.addresses().accept(surroundings);
    ImmutableMap.Builder<CompiledNetwork, Guest> guests = ImmutableMap.builder();
    for (CompiledNetwork network : networks) {
      network
          .bridge()
          .map(InterfaceName::name)
          .filter(bridge -> !network.network().addresses().isEmpty())
          .ifPresent(
              bridge ->
                  guests.put(network, GuestOnHost.addTo(surroundings, network.network(), bridge)));
    }
    return new HostGuests(host, surroundings, guests.buildOrThrow());
  }

  /** {@return the guests with these interfaces} */
  List<Guest> named(Set<String> ports) {
    return surroundings.guests().stream().filter(guest -> ports.contains(guest.port())).toList();
  }

  /**
   * {@return a guest as it is on this host}
   *
   * @param guest a guest of a host with the same networks, on which one without a filter may have
   *     another name
   */
  Guest like(Guest guest) {
    return surroundings.guests().stream()
        .filter(one -> one.bridge().equals(guest.bridge()))
        .filter(one -> one.port().equals(guest.port()) || ofNetworks.containsValue(one))
        .min(Comparator.comparing(one -> !one.port().equals(guest.port())))
        .orElseThrow();
  }

  /** {@return the interface by which the host reaches what is outside} */
  String uplink() {
    return surroundings.outside();
  }

  /**
   * {@return the guest of a network that has an address; it is added if none is known to have it}
   *
   * @param network the network
   * @param address the address
   */
  Guest at(CompiledNetwork network, IpAddress address) {
    String bridge = network.bridge().orElseThrow().name();
    Optional<MacAddress> reserved = reserved(network.network(), address);
    Guest known =
        surroundings.guests().stream()
            .filter(guest -> guest.bridge().equals(bridge))
            .filter(
                guest -> has(network, guest, address) || reserved.equals(Optional.of(guest.mac())))
            .findFirst()
            .orElseGet(
                () -> {
                  int number = surroundings.guests().size();
                  MacAddress mac = reserved.orElse(new MacAddress(FIRST_MAC + number));
                  Guest added = surroundings.addGuest("guest-to" + number, bridge, mac);
                  if (network.network().details().portIsolated().orElse(false)) {
                    surroundings.isolated(added.port());
                  }
                  return added;
                });
    surroundings.neighbor(address.toString(), known.mac());
    return new Guest(known.port(), bridge, known.mac(), ImmutableList.of(address));
  }

  /** {@return whether a guest has an address: also one that no document gives it} */
  private boolean has(CompiledNetwork network, Guest guest, IpAddress address) {
    Guest known =
        guest.equals(ofNetworks.get(network))
            ? GuestOnHost.addressed(network.network(), guest)
            : guest;
    return known.addresses().contains(address);
  }

  private static Optional<MacAddress> reserved(Network network, IpAddress address) {
    return network.addresses().stream()
        .flatMap(own -> own.dhcp().stream())
        .flatMap(dhcp -> dhcp.hosts().stream())
        .filter(one -> one.address().equals(address))
        .flatMap(one -> one.mac().stream())
        .flatMap(mac -> mac(mac).stream())
        .findFirst();
  }

  private static Optional<MacAddress> mac(String text) {
    try {
      return Optional.of(MacAddress.parse(text));
    } catch (IllegalValueException e) {
      return Optional.empty();
    }
  }

  /** {@return all that is known of the host, apart from its rules} */
  Situation situation() {
    Situation.Builder known = surroundings.situation();
    host.situation().accept(known);
    return known.build();
  }

  /** {@return the name of the network of a guest without a filter, if it is one} */
  Map<Guest, String> networks() {
    return ofNetworks.entrySet().stream()
        .collect(ImmutableMap.toImmutableMap(Map.Entry::getValue, one -> one.getKey().name()));
  }
}
