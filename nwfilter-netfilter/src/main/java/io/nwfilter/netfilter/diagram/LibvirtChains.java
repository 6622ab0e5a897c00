package io.nwfilter.netfilter.diagram;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.layout.FrameLayout;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.layout.PacketLayout;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.Optional;
import java.util.Set;

/** What the names of libvirt's chains tell about whose they are. */
final class LibvirtChains {

  private static final FrameLayout FRAMES = Layout.V9_0.frames();
  private static final PacketLayout PACKETS = Layout.V9_0.packets();
  private static final ImmutableSet<String> SHARED = Layout.sharedChains();

  private static final ImmutableList<String> PACKET_PREFIXES =
      PACKETS.guest().values().stream()
          .map(PacketLayout.GuestChain::prefix)
          .collect(ImmutableList.toImmutableList());
  private static final ImmutableList<String> ROOT_PREFIXES =
      FRAMES.places().values().stream()
          .map(FrameLayout.Place::rootPrefix)
          .collect(ImmutableList.toImmutableList());
  private static final ImmutableList<String> PREFIXES_BELOW_ROOT =
      FRAMES.places().values().stream()
          .map(FrameLayout.Place::prefix)
          .collect(ImmutableList.toImmutableList());

  private LibvirtChains() {}

  /** {@return whether a table has the chains that machines have of their own} */
  static boolean hasMachines(Family family, String table) {
    return table.equals(family == Family.BRIDGE ? FRAMES.table() : PACKETS.table());
  }

  /** {@return whether machines or networks share a chain} */
  static boolean isShared(Family family, String table, String chain) {
    return NetworkChain.find(family, table, chain).isPresent()
        || (family != Family.BRIDGE && hasMachines(family, table) && SHARED.contains(chain));
  }

  /** {@return the interface that a chain is made for, if the name has nothing more} */
  static Optional<String> device(Family family, String chain) {
    ImmutableList<String> prefixes = family == Family.BRIDGE ? ROOT_PREFIXES : PACKET_PREFIXES;
    return rest(prefixes, chain).filter(device -> !device.isEmpty());
  }

  /** {@return which of some interfaces a chain below a root chain is made for} */
  static Optional<String> deviceBelowRoot(Family family, String chain, Set<String> devices) {
    return family == Family.BRIDGE
        ? rest(PREFIXES_BELOW_ROOT, chain).flatMap(rest -> longestOf(devices, rest))
        : Optional.empty();
  }

  /** {@return a chain's name with {@code *} instead of the interface} */
  static String pattern(Family family, String chain, String device) {
    for (String prefix :
        family == Family.BRIDGE
            ? Iterables.concat(ROOT_PREFIXES, PREFIXES_BELOW_ROOT)
            : PACKET_PREFIXES) {
      if (chain.startsWith(prefix + device)) {
        return prefix + "*" + chain.substring(prefix.length() + device.length());
      }
    }
    return chain;
  }

  private static Optional<String> rest(ImmutableList<String> prefixes, String chain) {
    return prefixes.stream()
        .filter(chain::startsWith)
        .findFirst()
        .map(prefix -> chain.substring(prefix.length()));
  }

  /** Names of interfaces may have hyphens, too. */
  private static Optional<String> longestOf(Set<String> devices, String rest) {
    for (int end = rest.lastIndexOf('-'); end > 0; end = rest.lastIndexOf('-', end - 1)) {
      String device = rest.substring(0, end);
      if (devices.contains(device)) {
        return Optional.of(device);
      }
    }
    return Optional.empty();
  }
}
