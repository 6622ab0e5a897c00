package io.nwfilter.cli;

import static java.util.stream.Collectors.toCollection;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network as it is once libvirt has started it: its bridge has a name. */
final class StartedNetwork {

  private static final String BRIDGE = "virbr";

  private StartedNetwork() {}

  /** {@return the network with a bridge, whose name libvirt chooses where the document has none} */
  static Network of(Network network) {
    return all(ImmutableList.of(network), ImmutableMap.of()).get(0);
  }

  /**
   * {@return networks of one host with bridges, each of which only one has}
   *
   * @param networks the networks
   * @param bridges the bridges that are not in documents, by the names of networks
   */
  static ImmutableList<Network> all(List<Network> networks, Map<String, InterfaceName> bridges) {
    Set<InterfaceName> taken =
        networks.stream()
            .flatMap(network -> network.bridge().stream())
            .collect(toCollection(HashSet::new));
    taken.addAll(bridges.values());
    ImmutableList.Builder<Network> started = ImmutableList.builder();
    int number = 0;
    for (Network network : networks) {
      @Nullable InterfaceName given = bridges.get(network.name());
      if (network.bridge().isPresent()) {
        started.add(network);
      } else if (given != null) {
        started.add(network.toBuilder().bridge(given).build());
      } else {
        while (!taken.add(new InterfaceName(BRIDGE + number))) {
          number++;
        }
        started.add(network.toBuilder().bridge(BRIDGE + number).build());
      }
    }
    return started.build();
  }
}
