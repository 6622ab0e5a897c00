package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.exchange.GuestOnHost;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

  static HostGuests of(UpgradeHost host, CompileOptions options) {
    Surroundings surroundings = new Surroundings();
    host.bridges().accept(surroundings);
    ImmutableList<CompiledNetwork> networks =
        Side.started(Side.outcomes(host, Side.inIptables(options))).stream()
            .flatMap(rules -> rules.networks().stream())
            .collect(ImmutableList.toImmutableList());
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
