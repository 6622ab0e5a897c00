package io.nwfilter.netfilter.finding;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.simulate.Prefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The virtual networks that machines may be connected to.
 *
 * @param hostAddresses the addresses of the host at the bridge of each, by the networks' names
 */
record KnownNetworks(ImmutableMap<String, ImmutableList<Prefix>> hostAddresses) {

  /** {@return those of some networks that have a bridge, and whose names mean one of them only} */
  static KnownNetworks of(Iterable<CompiledNetwork> networks) {
    SetMultimap<String, ImmutableList<Prefix>> all = LinkedHashMultimap.create();
    for (CompiledNetwork network : networks) {
      if (network.bridge().isPresent()) {
        all.put(network.name(), addresses(network));
      }
    }
    ImmutableMap.Builder<String, ImmutableList<Prefix>> known = ImmutableMap.builder();
    all.asMap()
        .forEach(
            (name, addresses) -> {
              if (addresses.size() == 1) {
                known.put(name, addresses.iterator().next());
              }
            });
    return new KnownNetworks(known.buildOrThrow());
  }

  private static ImmutableList<Prefix> addresses(CompiledNetwork network) {
    return network.network().addresses().stream()
        .map(each -> new Prefix(each.address(), each.prefixLength()))
        .collect(toImmutableList());
  }

  /** {@return the interfaces of some rules with what is known of where they are} */
  ImmutableList<ConnectedInterface> connected(CompiledRules rules) {
    List<CompiledDomain> machines = machines(rules);
    Map<SourceLocation, String> attached = new HashMap<>();
    machines.forEach(
        machine -> machine.attachedNetworks().forEach((name, place) -> attached.put(place, name)));
    attached.remove(SourceLocation.NONE);
    Optional<String> only =
        machines.isEmpty() && rules.networks().size() == 1
            ? Optional.of(rules.networks().get(0).name())
            : Optional.empty();
    return rules.interfaces().stream()
        .map(
            one ->
                new ConnectedInterface(
                    one,
                    only.or(() -> Optional.ofNullable(attached.get(place(one))))
                        .map(hostAddresses::get)))
        .collect(toImmutableList());
  }

  private static SourceLocation place(CompiledInterface one) {
    return one.binding().location();
  }

  private static List<CompiledDomain> machines(CompiledRules rules) {
    if (rules instanceof CompiledDomain machine) {
      return ImmutableList.of(machine);
    }
    return rules instanceof CompiledHost host ? host.domains() : ImmutableList.of();
  }
}
