package io.nwfilter.netfilter.host;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs on a host.
 *
 * @param daemon the daemon
 * @param networks the networks by name, in the order in which they were started
 * @param interfaces the interfaces with a filter by name, in the order in which they were set up
 * @param machines the interfaces of each machine, by the machine's name
 */
record Running(
    DaemonState daemon,
    ImmutableMap<String, CompiledNetwork> networks,
    ImmutableMap<InterfaceName, CompiledInterface> interfaces,
    ImmutableListMultimap<String, InterfaceName> machines) {

  /** What is known of a daemon. */
  enum DaemonState {
    /** No event has told whether it runs: it starts when it is needed. */
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
      new Running(
          DaemonState.UNKNOWN, ImmutableMap.of(), ImmutableMap.of(), ImmutableListMultimap.of());

  /** {@return this with more that runs already, for which a daemon has made its chains} */
  Running with(List<CompiledNetwork> moreNetworks, List<CompiledInterface> moreInterfaces) {
    Map<String, CompiledNetwork> allNetworks = new LinkedHashMap<>(networks);
    moreNetworks.forEach(network -> allNetworks.put(network.name(), network));
    Map<InterfaceName, CompiledInterface> allInterfaces = new LinkedHashMap<>(interfaces);
    moreInterfaces.forEach(compiled -> allInterfaces.put(compiled.name(), compiled));
    DaemonState state =
        allNetworks.values().stream().anyMatch(CompiledNetwork::hasRules)
            ? DaemonState.CHAINS_MADE
            : DaemonState.STARTED;
    return new Running(
        state, ImmutableMap.copyOf(allNetworks), ImmutableMap.copyOf(allInterfaces), machines);
  }
}
