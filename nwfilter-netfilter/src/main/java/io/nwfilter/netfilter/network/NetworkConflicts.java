package io.nwfilter.netfilter.network;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.netfilter.diagnostic.NetworkRuleCode;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether networks can run on one host at the same time, as far as their documents tell. */
public final class NetworkConflicts {

  /**
   * A network that is started.
   *
   * @param network the network
   * @param bridge its bridge; empty if it is not known, or there is none
   */
  public record Running(Network network, Optional<InterfaceName> bridge) {}

  /** A subnet, by its first address and the length of its prefix. */
  private record Subnet(IpAddress first, int prefixLength) {}

  private final Map<String, Network> names = new HashMap<>();
  private final Map<InterfaceName, Network> bridges = new HashMap<>();
  private final Map<IpAddress, Network> hostAddresses = new HashMap<>();
  private final Map<Subnet, Network> subnets = new HashMap<>();

  /** The lengths of the prefixes of all of them. */
  private final TreeSet<Integer> lengths = new TreeSet<>();

  private final ImmutableList.Builder<Diagnostic> errors = ImmutableList.builder();
  private final ImmutableList.Builder<Diagnostic> warnings = ImmutableList.builder();

  private NetworkConflicts() {}

  /**
   * Compares networks.
   *
   * @param started the networks in the order in which they are started
   * @return what is in the way of what
   */
  public static NetworkConflicts of(List<Running> started) {
    NetworkConflicts conflicts = new NetworkConflicts();
    started.forEach(conflicts::add);
    started.forEach(conflicts::overlap);
    return conflicts;
  }

  /** {@return the networks that libvirt does not start because of an earlier one} */
  public ImmutableList<Diagnostic> errors() {
    return errors.build();
  }

  /** {@return the networks that libvirt starts, although their subnets overlap} */
  public ImmutableList<Diagnostic> warnings() {
    return warnings.build();
  }

  private void add(Running running) {
    Network network = running.network();
    conflict(names.putIfAbsent(network.name(), network), network, "has the same name");
    boolean ownBridge = network.mode().map(ForwardMode::hasOwnBridge).orElse(true);
    running
        .bridge()
        .ifPresent(
            bridge -> {
              Network other = bridges.putIfAbsent(bridge, network);
              if (ownBridge) {
                conflict(other, network, "has the bridge " + bridge);
              }
            });
    if (ownBridge) {
      addresses(network);
    }
  }

  private void addresses(Network network) {
    for (NetworkAddress address : NetworkServices.addresses(network, Family.IPV4)) {
      Network other = subnets.putIfAbsent(subnet(address, address.prefixLength()), network);
      Network served = hostAddresses.putIfAbsent(address.address(), network);
      if (!conflict(other, network, "has the subnet of " + address)) {
        conflict(served, network, "has the address " + address.address());
      }
      lengths.add(address.prefixLength());
    }
  }

  /** {@return whether there is one, which is then noted} */
  private boolean conflict(@Nullable Network other, Network network, String what) {
    boolean there = other != null && other != network;
    if (other != null && there) {
      errors.add(
          new Diagnostic(
              NetworkRuleCode.NETWORK_CONFLICT,
              "libvirt does not start network '"
                  + network.name()
                  + "': network '"
                  + other.name()
                  + "', at "
                  + NetworkPlaces.of(other)
                  + ", "
                  + what,
              NetworkPlaces.of(network)));
    }
    return there;
  }

  /** Looks for shorter prefixes that hold a subnet; a length that is the same is a conflict. */
  private void overlap(Running running) {
    Network network = running.network();
    for (NetworkAddress address : NetworkServices.addresses(network, Family.IPV4)) {
      for (int length : lengths.headSet(address.prefixLength())) {
        Network wider = subnets.get(subnet(address, length));
        if (wider != null && wider != network) {
          warnings.add(
              new Diagnostic(
                  NetworkRuleCode.OVERLAPPING_SUBNETS,
                  "the subnet of "
                      + address
                      + " lies within that of network '"
                      + wider.name()
                      + "', at "
                      + NetworkPlaces.of(wider),
                  NetworkPlaces.of(network, address)));
        }
      }
    }
  }

  private static Subnet subnet(NetworkAddress address, int prefixLength) {
    return new Subnet(address.address().masked(prefixLength), prefixLength);
  }
}
