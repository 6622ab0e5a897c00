package io.nwfilter.netfilter.network;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Maps;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.layout.NetworkLayout.Place;
import io.nwfilter.netfilter.layout.NetworkSide;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Optional;

/**
 * Lowers the rules of a virtual network in one family, in the order in which libvirt inserts them:
 * each is before the ones that were inserted before it.
 */
public final class NetworkLowering {

  private static final Target FILL_CHECKSUM =
      Target.ExtensionTarget.of("CHECKSUM", OptionUse.of("checksum-fill"));

  private final Network network;
  private final Family family;
  private final Layout layout;
  private final NetworkMatches matches;
  private final Optional<InterfaceName> device;
  private final ListMultimap<Place, ChainRule> inserted = ArrayListMultimap.create();

  private NetworkLowering(Network network, InterfaceName bridge, Family family, Layout layout) {
    this.network = network;
    this.family = family;
    this.layout = layout;
    this.matches = new NetworkMatches(family, bridge);
    this.device = network.forwarding().flatMap(NetworkLowering::device);
  }

  /**
   * {@return the rules of a network; none if its mode leaves them to the host}
   *
   * @param network the network, of which libvirt does not refuse anything
   * @param bridge its bridge
   * @param layout where a release has its rules
   */
  public static NetworkRules lower(Network network, InterfaceName bridge, Layout layout) {
    ImmutableMap.Builder<Family, ImmutableMap<Place, ImmutableList<ChainRule>>> rules =
        ImmutableMap.builder();
    if (hasRules(network)) {
      for (Family family : List.of(Family.IPV4, Family.IPV6)) {
        rules.put(family, new NetworkLowering(network, bridge, family, layout).lower());
      }
    }
    return new NetworkRules(layout.networks(), rules.buildOrThrow());
  }

  /**
   * {@return whether libvirt makes rules for a network: an isolated one, or one whose mode is nat
   * or route}
   *
   * @param network the network
   */
  public static boolean hasRules(Network network) {
    return network.mode().map(m -> m == ForwardMode.NAT || m == ForwardMode.ROUTE).orElse(true);
  }

  /** The attribute and the only child of {@code <forward>} name the same interface. */
  private static Optional<InterfaceName> device(Forwarding forwarding) {
    return forwarding.dev().or(() -> forwarding.interfaces().stream().findFirst());
  }

  private ImmutableMap<Place, ImmutableList<ChainRule>> lower() {
    ImmutableList<NetworkAddress> addresses = NetworkServices.addresses(network, family);
    boolean served = family == Family.IPV4 || !addresses.isEmpty();
    if (served) {
      services();
    }
    if (served || network.ipv6()) {
      isolation();
    }
    if (network.forwarding().isPresent()) {
      addresses.forEach(this::forwarded);
    }
    if (family == Family.IPV4 && NetworkServices.hasDhcp(network)) {
      checksum();
    }
    return Maps.toMap(
        Iterables.filter(layout.networks().distinctPlaces(), inserted::containsKey),
        place -> ImmutableList.copyOf(inserted.get(place)).reverse());
  }

  private void services() {
    for (NetworkServices.Service service : NetworkServices.of(network, family).reverse()) {
      insert(
          NetworkSide.TO_HOST,
          Target.ACCEPT,
          origin(),
          matches.from(),
          matches.protocol(service.protocol()),
          matches.port(service.serverPort()));
      insert(
          NetworkSide.FROM_HOST,
          Target.ACCEPT,
          origin(),
          matches.to(),
          matches.protocol(service.protocol()),
          matches.port(service.clientPort()));
    }
  }

  /** Machines talk to each other, and to no one else unless a later rule is before these. */
  private void isolation() {
    insert(NetworkSide.FROM_MACHINES, Target.Reject.DEFAULT, origin(), matches.from());
    insert(NetworkSide.TO_MACHINES, Target.Reject.DEFAULT, origin(), matches.to());
    insert(NetworkSide.AMONG_MACHINES, Target.ACCEPT, origin(), matches.from(), matches.to());
  }

  /** Old DHCP clients refuse packets without one, which a virtual interface leaves to hardware. */
  private void checksum() {
    insert(
        NetworkSide.CHECKSUM,
        FILL_CHECKSUM,
        origin(),
        matches.to(),
        matches.protocol(NetworkMatches.UDP),
        matches.port(NetworkServices.DHCP_CLIENT));
  }

  private void forwarded(NetworkAddress address) {
    Origin origin = NetworkPlaces.origin(network, address);
    List<Match> out = matches.source(address);
    out.add(matches.from());
    device.ifPresent(dev -> out.add(NetworkMatches.named(Field.OUT_INTERFACE, dev)));
    insert(NetworkSide.FROM_MACHINES, Target.ACCEPT, origin, out.toArray(Match[]::new));

    boolean translated = isTranslated();
    List<Match> in = matches.destination(address);
    device.ifPresent(dev -> in.add(NetworkMatches.named(Field.IN_INTERFACE, dev)));
    in.add(matches.to());
    if (translated) {
      in.add(layout.states().wanted());
    }
    insert(NetworkSide.TO_MACHINES, Target.ACCEPT, origin, in.toArray(Match[]::new));
    if (translated) {
      translation(address, origin);
    }
  }

  /** {@return whether source addresses of this family are translated} */
  private boolean isTranslated() {
    Forwarding forwarding = network.forwarding().orElseThrow();
    return forwarding.mode() == ForwardMode.NAT
        && (family == Family.IPV4 || forwarding.nat().orElse(NetworkNat.DEFAULT).ipv6());
  }

  private void translation(NetworkAddress address, Origin origin) {
    TranslationTargets targets =
        new TranslationTargets(
            family, network.forwarding().flatMap(Forwarding::nat).orElse(NetworkNat.DEFAULT));
    Match beyond = matches.beyond(address);
    translate(address, beyond, ImmutableList.of(), targets.other(), origin);
    translate(address, beyond, matches.protocolAlone(NetworkMatches.UDP), targets.ports(), origin);
    translate(address, beyond, matches.protocolAlone(NetworkMatches.TCP), targets.ports(), origin);
    for (Match exempt : layout.networks().untranslated().get(family).reverse()) {
      translate(address, exempt, ImmutableList.of(), Target.RETURN, origin);
    }
  }

  private void translate(
      NetworkAddress address, Match to, List<Match> protocol, Target target, Origin origin) {
    List<Match> all = matches.source(address);
    all.add(to);
    device.ifPresent(dev -> all.add(NetworkMatches.named(Field.OUT_INTERFACE, dev)));
    all.addAll(protocol);
    insert(NetworkSide.TRANSLATION, target, origin, all.toArray(Match[]::new));
  }

  private Origin origin() {
    return NetworkPlaces.origin(network);
  }

  private void insert(NetworkSide side, Target target, Origin origin, Match... all) {
    layout
        .networks()
        .place(side)
        .ifPresent(
            place -> inserted.put(place, new ChainRule(ImmutableList.copyOf(all), target, origin)));
  }
}
