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

  /**
   * A network with its place in the order.
   *
   * @param place the place, from 0: networks may be equal
   * @param network the network
   */
  private record Started(int place, Network network) {

    boolean isOther(Started started) {
      return place != started.place;
    }
  }

  private final Map<String, Started> names = new HashMap<>();
  private final Map<InterfaceName, Started> bridges = new HashMap<>();
  private final Map<IpAddress, Started> hostAddresses = new HashMap<>();
  private final Map<Subnet, Started> subnets = new HashMap<>();

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
    for (int i = 0; i < started.size(); i++) {
      conflicts.add(new Started(i, started.get(i).network()), started.get(i).bridge());
    }
    for (int i = 0; i < started.size(); i++) {
      conflicts.overlap(new Started(i, started.get(i).network()));
    }
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

  private void add(Started started, Optional<InterfaceName> bridge) {
    Network network = started.network();
    conflict(names.putIfAbsent(network.name(), started), started, "has the same name");
    boolean ownBridge = network.mode().map(ForwardMode::hasOwnBridge).orElse(true);
    bridge.ifPresent(
        name -> {
          Started other = bridges.putIfAbsent(name, started);
          if (ownBridge) {
            conflict(other, started, "has the bridge " + name);
          }
        });
    if (ownBridge) {
      addresses(started);
    }
  }

  private void addresses(Started started) {
    for (NetworkAddress address : NetworkServices.addresses(started.network(), Family.IPV4)) {
      Started other = subnets.putIfAbsent(subnet(address, address.prefixLength()), started);
      Started served = hostAddresses.putIfAbsent(address.address(), started);
      if (!conflict(other, started, "has the subnet of " + address)) {
        conflict(served, started, "has the address " + address.address());
      }
      lengths.add(address.prefixLength());
    }
  }

  /** {@return whether there is one, which is then noted} */
  private boolean conflict(@Nullable Started other, Started started, String what) {
    if (other == null || !other.isOther(started)) {
      return false;
    }
    errors.add(
        new Diagnostic(
            NetworkRuleCode.NETWORK_CONFLICT,
            "libvirt does not start network '"
                + started.network().name()
                + "': network '"
                + other.network().name()
                + "', at "
                + NetworkPlaces.of(other.network())
                + ", "
                + what,
            NetworkPlaces.of(started.network())));
    return true;
  }

  /** Looks for shorter prefixes that hold a subnet; a length that is the same is a conflict. */
  private void overlap(Started started) {
    for (NetworkAddress address : NetworkServices.addresses(started.network(), Family.IPV4)) {
      for (int length : lengths.headSet(address.prefixLength())) {
        Started wider = subnets.get(subnet(address, length));
        if (wider != null && wider.isOther(started)) {
          warnings.add(
              new Diagnostic(
                  NetworkRuleCode.OVERLAPPING_SUBNETS,
                  "the subnet of "
                      + address
                      + " lies within that of network '"
                      + wider.network().name()
                      + "', at "
                      + NetworkPlaces.of(wider.network()),
                  NetworkPlaces.of(started.network(), address)));
        }
      }
    }
  }

  private static Subnet subnet(NetworkAddress address, int prefixLength) {
    return new Subnet(address.address().masked(prefixLength), prefixLength);
  }
}
