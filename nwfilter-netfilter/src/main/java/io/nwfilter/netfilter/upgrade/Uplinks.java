package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.NamedInterface;
import io.nwfilter.netfilter.simulate.InterfacesInRules;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The interfaces by which a host may reach what is outside: that of a default route that is given;
 * or those that networks, given addresses or the host's own rules name. Rules that name one say
 * nothing about an interface that has a made-up name.
 *
 * @param names their names, at least one; {@link Surroundings#OUTSIDE} if nothing names one
 * @param chosen whether a default route says that it is this one
 */
record Uplinks(ImmutableSet<String> names, boolean chosen) {

  /**
   * How names begin that programs give to bridges and ports of machines and containers: rules name
   * them, but they lead inside.
   */
  private static final ImmutableSet<String> INNER =
      ImmutableSet.of(
          "virbr", "vnet", "docker", "br-", "podman", "cni", "lxc", "lxd", "veth", "tap",
          "macvtap");

  private static final String LOOPBACK = "lo";

  /** How names begin that the kernel and systemd give to cards, and people to bridges over them. */
  private static final ImmutableSet<String> USUAL =
      ImmutableSet.of("eth", "en", "wl", "ww", "bond", "team", "br", "ppp");

  /** The modes in which the host forwards packets of guests. */
  private static final ImmutableSet<ForwardMode> FORWARDING =
      Sets.immutableEnumSet(ForwardMode.NAT, ForwardMode.ROUTE, ForwardMode.OPEN);

  /**
   * {@return the interfaces}
   *
   * @param known what is known of the host
   * @param networks its networks
   * @param own its own rules
   */
  static Uplinks of(Surroundings known, List<CompiledNetwork> networks, OwnRules own) {
    if (!known.outside().equals(Surroundings.OUTSIDE)) {
      return new Uplinks(ImmutableSet.of(known.outside()), true);
    }
    Set<String> inside = new HashSet<>(known.bridges());
    known.guests().forEach(guest -> inside.add(guest.port()));
    Set<String> all = new LinkedHashSet<>();
    networks.forEach(network -> all.addAll(of(network)));
    known.addressed().stream()
        .filter(name -> !inside.contains(name) && !name.equals(Surroundings.OUTSIDE))
        .filter(name -> !isInner(name) && !name.equals(LOOPBACK))
        .sorted()
        .forEach(all::add);
    named(own, inside).filter(Uplinks::isUsual).forEach(all::add);
    named(own, inside).filter(name -> !isInner(name)).forEach(all::add);
    return new Uplinks(
        all.isEmpty() ? ImmutableSet.of(Surroundings.OUTSIDE) : ImmutableSet.copyOf(all), false);
  }

  /** {@return the interfaces that rules of the IP layer name, but for some} */
  private static Stream<String> named(OwnRules own, Set<String> inside) {
    List<NamedInterface> named =
        own.host().rules().tables().stream()
            .filter(table -> table.family() != Family.BRIDGE)
            .flatMap(InterfacesInRules::named)
            .distinct()
            .toList();
    return InterfacesInRules.lackingIn(inside, ImmutableList.of(), named, ImmutableList.of())
        .networks()
        .stream();
  }

  private static boolean isInner(String name) {
    return INNER.stream().anyMatch(name::startsWith);
  }

  private static boolean isUsual(String name) {
    return USUAL.stream().anyMatch(name::startsWith) && !isInner(name);
  }

  /** {@return the interfaces that a network is restricted to; none if it may use all} */
  static Set<String> of(CompiledNetwork network) {
    return network.network().forwarding().stream()
        .filter(forwarding -> FORWARDING.contains(forwarding.mode()))
        .flatMap(forwarding -> forwarding.effectiveInterfaces().stream())
        .map(InterfaceName::name)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** {@return the interface that packets leave by whose sets are compared} */
  String first() {
    return names.iterator().next();
  }

  /** {@return by which of them guests of a network may reach what is outside} */
  Set<String> by(CompiledNetwork network) {
    Set<String> only = of(network);
    Set<String> both = Sets.intersection(names, only).immutableCopy();
    return both.isEmpty() ? names : both;
  }
}
