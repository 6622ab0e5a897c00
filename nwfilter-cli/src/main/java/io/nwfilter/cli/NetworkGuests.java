package io.nwfilter.cli;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.exchange.GuestOnHost;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A guest of each network of two hosts, none of which has a filter: what becomes of its packets is
 * what the networks do. It is one that documents describe, or one that is added.
 *
 * @param ofPorts the networks, by the names of the guests' interfaces
 */
record NetworkGuests(ImmutableMap<String, OfBoth> ofPorts) {

  static final NetworkGuests NONE = new NetworkGuests(ImmutableMap.of());

  /**
   * A network, on a bridge that is the same on both hosts.
   *
   * @param name what the network is called, or its guest
   * @param isOld whether the earlier host has it
   * @param isNew whether the later one has it
   */
  private record OfBoth(String name, boolean isOld, boolean isNew) {}

  /** {@return a guest of each network, which a host that has the network has then} */
  static NetworkGuests of(DescribedHost old, DescribedHost now) {
    Map<String, CompiledNetwork> before = byBridge(old);
    Map<String, CompiledNetwork> after = byBridge(now);
    Map<String, CompiledNetwork> all = new LinkedHashMap<>(after);
    before.forEach(all::putIfAbsent);
    ImmutableMap.Builder<String, OfBoth> guests = ImmutableMap.builder();
    all.forEach(
        (bridge, network) -> {
          DescribedHost owner = after.containsKey(bridge) ? now : old;
          Optional<Guest> known =
              guest(now.surroundings(), bridge).or(() -> guest(old.surroundings(), bridge));
          String port =
              known
                  .orElseGet(
                      () -> GuestOnHost.addTo(owner.surroundings(), network.network(), bridge))
                  .port();
          String name =
              known.map(Guest::port).orElse("network '" + network.name() + "' (" + bridge + ")");
          guests.put(port, new OfBoth(name, before.containsKey(bridge), after.containsKey(bridge)));
        });
    return new NetworkGuests(guests.buildOrThrow());
  }

  private static Map<String, CompiledNetwork> byBridge(DescribedHost host) {
    Map<String, CompiledNetwork> byBridge = new LinkedHashMap<>();
    for (CompiledNetwork network : host.networks()) {
      network.bridge().map(InterfaceName::name).ifPresent(name -> byBridge.put(name, network));
    }
    return byBridge;
  }

  private static Optional<Guest> guest(Surroundings surroundings, String bridge) {
    return surroundings.guests().stream()
        .filter(guest -> guest.bridge().equals(bridge))
        .findFirst();
  }

  /** {@return what is compared at an interface: its name, unless it stands for a network} */
  String name(String port) {
    return Optional.ofNullable(ofPorts.get(port)).map(OfBoth::name).orElse(port);
  }

  /** {@return that only one host has the network of an interface, if that is so} */
  Optional<String> remark(String port) {
    return Optional.ofNullable(ofPorts.get(port))
        .filter(network -> network.isOld() != network.isNew())
        .map(network -> "its network is only in " + (network.isNew() ? "NEW" : "OLD"));
  }
}
