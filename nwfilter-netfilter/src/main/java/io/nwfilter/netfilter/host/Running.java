package io.nwfilter.netfilter.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs on a host.
 *
 * @param daemon the daemon
 * @param networks the networks by name, in the order in which they were started
 * @param interfaces the interfaces with a filter by name, in the order in which they were set up
 * @param machines the interfaces of each machine that had a filter at its start, by the machine's
 *     name
 */
record Running(
    DaemonState daemon,
    ImmutableMap<String, CompiledNetwork> networks,
    ImmutableMap<InterfaceName, CompiledInterface> interfaces,
    ImmutableMap<String, ImmutableList<InterfaceName>> machines) {

  /** What is known of a daemon. */
  enum DaemonState {
    /** Nothing is known of it: it starts when it is needed. */
    UNKNOWN,
    /** It was stopped. */
    STOPPED,
    /** It runs, and has not looked after its chains. */
    STARTED,
    /** It runs, and has made its chains: it does not look after them again. */
    CHAINS_MADE
  }

  /** Nothing runs. */
  static final Running NOTHING =
      new Running(DaemonState.UNKNOWN, ImmutableMap.of(), ImmutableMap.of(), ImmutableMap.of());

  /** {@return this with more that runs already, for which a daemon has made its chains} */
  Running with(List<? extends CompiledRules> started) {
    Map<String, CompiledNetwork> allNetworks = new LinkedHashMap<>(networks);
    Map<InterfaceName, CompiledInterface> allInterfaces = new LinkedHashMap<>(interfaces);
    Map<String, ImmutableList<InterfaceName>> allMachines = new LinkedHashMap<>(machines);
    for (CompiledRules each : started) {
      for (CompiledNetwork network : each.networks()) {
        allNetworks.put(network.name(), network);
      }
      each.interfaces().forEach(compiled -> allInterfaces.put(compiled.name(), compiled));
      if (each instanceof CompiledDomain machine) {
        allMachines.put(machine.name(), names(machine));
      }
    }
    DaemonState state =
        allNetworks.values().stream()
                .anyMatch(network -> network.hasRules() && !network.isInNftables())
            ? DaemonState.CHAINS_MADE
            : DaemonState.STARTED;
    return new Running(
        state,
        ImmutableMap.copyOf(allNetworks),
        ImmutableMap.copyOf(allInterfaces),
        ImmutableMap.copyOf(allMachines));
  }

  /** {@return the interfaces of a machine that have a filter} */
  static ImmutableList<InterfaceName> names(CompiledDomain machine) {
    return machine.interfaces().stream()
        .map(CompiledInterface::name)
        .collect(ImmutableList.toImmutableList());
  }
}
