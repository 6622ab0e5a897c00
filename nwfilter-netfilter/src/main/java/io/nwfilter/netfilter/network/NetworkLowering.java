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
import io.nwfilter.netfilter.layout.NetworkLayout;
import io.nwfilter.netfilter.layout.NetworkLayout.Place;
import io.nwfilter.netfilter.layout.NetworkSide;
import io.nwfilter.netfilter.layout.NftNetworkLayout;
import io.nwfilter.netfilter.packet.DhcpPorts;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Lowers the rules of a virtual network in one family, in the order in which libvirt inserts them:
 * each is before the ones that were inserted before it.
 */
public final class NetworkLowering {

  private static final Target FILL_CHECKSUM =
      Target.ExtensionTarget.of("CHECKSUM", OptionUse.of("checksum-fill"));

  private final Network network;
  private final Family family;
  private final NetworkLayout layout;
  private final NetworkMatches matches;
  private final RuleForm form;
  private final Optional<InterfaceName> device;
  private final ListMultimap<Place, ChainRule> inserted = ArrayListMultimap.create();

  private NetworkLowering(
      Network network, Family family, NetworkLayout layout, NetworkMatches matches, RuleForm form) {
    this.network = network;
    this.family = family;
    this.layout = layout;
    this.matches = matches;
    this.form = form;
    this.device = network.forwarding().flatMap(NetworkLowering::device);
  }

  /**
   * {@return the rules of a network in iptables and ip6tables; none if its mode leaves them to the
   * host}
   *
   * @param network the network, of which libvirt does not refuse anything
   * @param bridge its bridge
   * @param layout where a release has its rules
   */
  public static NetworkRules lower(Network network, InterfaceName bridge, Layout layout) {
    return new NetworkRules(
        layout.networks(),
        lower(
            network,
            bridge,
            layout.networks(),
            matches -> new IptablesForm(matches, layout.states())));
  }

  /**
   * {@return the rules of a network in nftables; none if its mode leaves them to the host}
   *
   * @param network the network, of which libvirt does not refuse anything
   * @param bridge its bridge
   * @param layout where a release has its rules
   */
  public static NftNetworkRules lower(
      Network network, InterfaceName bridge, NftNetworkLayout layout) {
    return new NftNetworkRules(layout, lower(network, bridge, layout.networks(), NftForm::new));
  }

  private static ImmutableMap<Family, ImmutableMap<Place, ImmutableList<ChainRule>>> lower(
      Network network,
      InterfaceName bridge,
      NetworkLayout layout,
      Function<NetworkMatches, RuleForm> form) {
    ImmutableMap.Builder<Family, ImmutableMap<Place, ImmutableList<ChainRule>>> rules =
        ImmutableMap.builder();
    if (hasRules(network)) {
      for (Family family : List.of(Family.IPV4, Family.IPV6)) {
        NetworkMatches matches = new NetworkMatches(family, bridge);
        rules.put(
            family,
            new NetworkLowering(network, family, layout, matches, form.apply(matches)).lower());
      }
    }
    return rules.buildOrThrow();
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
        Iterables.filter(layout.distinctPlaces(), inserted::containsKey),
        place -> ImmutableList.copyOf(inserted.get(place)).reverse());
  }

  private void services() {
    for (NetworkServices.Service service : NetworkServices.of(network, family).reverse()) {
      insert(
          NetworkSide.TO_HOST,
          Target.ACCEPT,
          origin(),
          ImmutableList.of(
              matches.from(),
              matches.protocol(service.protocol()),
              matches.port(service.serverPort())));
      insert(
          NetworkSide.FROM_HOST,
          Target.ACCEPT,
          origin(),
          ImmutableList.of(
              matches.to(),
              matches.protocol(service.protocol()),
              matches.port(service.clientPort())));
    }
  }

  /** Machines talk to each other, and to no one else unless a later rule is before these. */
  private void isolation() {
    insert(NetworkSide.FROM_MACHINES, Target.Reject.DEFAULT, origin(), form.fromMachines());
    insert(NetworkSide.TO_MACHINES, Target.Reject.DEFAULT, origin(), form.toMachines());
    insert(NetworkSide.AMONG_MACHINES, Target.ACCEPT, origin(), form.amongMachines());
  }

  /** Old DHCP clients refuse packets without one, which a virtual interface leaves to hardware. */
  private void checksum() {
    insert(
        NetworkSide.CHECKSUM,
        FILL_CHECKSUM,
        origin(),
        ImmutableList.of(
            matches.to(), matches.protocol(NetworkMatches.UDP), matches.port(DhcpPorts.CLIENT)));
  }

  private void forwarded(NetworkAddress address) {
    Origin origin = NetworkPlaces.origin(network, address);
    boolean translated = isTranslated();
    insert(NetworkSide.FROM_MACHINES, Target.ACCEPT, origin, form.outwards(address, device));
    insert(
        NetworkSide.TO_MACHINES, Target.ACCEPT, origin, form.inwards(address, device, translated));
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
    translate(address, OptionalInt.empty(), targets.other(), origin);
    translate(address, OptionalInt.of(NetworkMatches.UDP), targets.ports(), origin);
    translate(address, OptionalInt.of(NetworkMatches.TCP), targets.ports(), origin);
    for (Match exempt : layout.untranslated().get(family).reverse()) {
      insert(NetworkSide.TRANSLATION, Target.RETURN, origin, form.exempt(address, exempt, device));
    }
  }

  private void translate(
      NetworkAddress address, OptionalInt protocol, Target target, Origin origin) {
    insert(NetworkSide.TRANSLATION, target, origin, form.translated(address, protocol, device));
  }

  private Origin origin() {
    return NetworkPlaces.origin(network);
  }

  private void insert(NetworkSide side, Target target, Origin origin, List<Match> all) {
    layout
        .place(side)
        .ifPresent(
            place -> inserted.put(place, new ChainRule(ImmutableList.copyOf(all), target, origin)));
  }
}
