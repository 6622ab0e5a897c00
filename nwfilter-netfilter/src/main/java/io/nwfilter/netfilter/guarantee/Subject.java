package io.nwfilter.netfilter.guarantee;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.exchange.GuestSituation;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.sample.Disguise;
import io.nwfilter.netfilter.sample.PacketSamples;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.InterfacesInRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.netfilter.simulate.Ways;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What guarantees are verified of: a guest on a host with rules. It does not change.
 *
 * <p>The host also has interfaces that only its rules name ({@link InterfacesInRules}): packets may
 * come from there as from elsewhere.
 *
 * <pre>{@code
 * Subject routed = Subject.of(compiled, ForwardMode.ROUTE);
 * Verification result = Guarantees.noForeignSourceIpv4().verify(routed);
 * }</pre>
 */
public final class Subject {

  private final Situation given;
  private final InterfacesInRules added;
  private final Senders senders;
  private final Simulator simulator;
  private final Simulator withoutRules;
  private final HostRules rules;
  private final Supplier<Samples> samples;
  private final Surroundings surroundings;
  private final Guest guest;

  /** Packets to try, made when they are first asked for. */
  private record Samples(
      PacketSamples sent, PacketSamples received, PacketSamples routed, PacketSamples ofHost) {

    static Samples of(PacketSamples all) {
      PacketSamples received = all.toGuest();
      return new Samples(
          all.fromGuest(), received, received.toGuestByRouter(), received.fromHost());
    }
  }

  private Subject(
      Situation given,
      InterfacesInRules added,
      Senders senders,
      Simulator simulator,
      Simulator withoutRules,
      HostRules rules,
      Supplier<Samples> samples,
      Surroundings surroundings,
      Guest guest) {
    this.given = given;
    this.added = added;
    this.senders = senders;
    this.simulator = simulator;
    this.withoutRules = withoutRules;
    this.rules = rules;
    this.samples = samples;
    this.surroundings = surroundings;
    this.guest = guest;
  }

  /**
   * {@return the first interface of compiled rules, on a bridge that somebody else connects to the
   * network} The host has no address on the bridge, and no rules but these.
   *
   * @param compiled the rules, of at least one interface
   * @throws IllegalArgumentException if there is no interface
   */
  public static Subject of(CompiledRules compiled) {
    return of(compiled, ForwardMode.BRIDGE);
  }

  /**
   * {@return the first interface of compiled rules, on a bridge that reaches the network in a given
   * way} If the host forwards, the rules of such a virtual network come first.
   *
   * @param compiled the rules, of at least one interface
   * @param mode {@link ForwardMode#BRIDGE}, {@link ForwardMode#ROUTE} or {@link ForwardMode#NAT}
   * @throws IllegalArgumentException if there is no interface, or the mode is another one
   */
  public static Subject of(CompiledRules compiled, ForwardMode mode) {
    checkArgument(!compiled.interfaces().isEmpty(), "no interface has a filter");
    checkArgument(
        mode == ForwardMode.BRIDGE || mode == ForwardMode.ROUTE || mode == ForwardMode.NAT,
        "a network of mode '%s' has no bridge whose packets rules see",
        mode);
    Surroundings alone = new Surroundings();
    alone.add(compiled.interfaces().get(0).binding());
    List<CompiledNetwork> networks =
        mode == ForwardMode.BRIDGE
            ? compiled.networks()
            : ImmutableList.of(GuestNetwork.of(mode, alone.guests().get(0)));
    return of(
        new CompiledHost(networks, ImmutableList.of(), compiled.interfaces()),
        compiled.interfaces().get(0).name().name());
  }

  /**
   * {@return the guest of a situation, on its bridge or virtual network}
   *
   * @param situation the guest, with the rules of its host
   */
  public static Subject of(GuestSituation situation) {
    CompiledRules rules = situation.compiled();
    return of(
        new CompiledHost(rules.networks(), ImmutableList.of(), rules.interfaces()),
        situation.guest().port());
  }

  private static Subject of(CompiledHost host, String port) {
    String bridge =
        host.networks().stream()
            .findFirst()
            .flatMap(CompiledNetwork::bridge)
            .map(InterfaceName::name)
            .orElse(Simulator.BRIDGE);
    Surroundings surroundings = new Surroundings();
    host.networks().forEach(surroundings::add);
    host.interfaces().forEach(one -> surroundings.add(one.binding(), bridge));
    Guest guest =
        surroundings.guests().stream()
            .filter(one -> one.port().equals(port))
            .findFirst()
            .orElseThrow();
    withNeighbor(surroundings, guest);
    return of(surroundings.situation().build(), HostRules.of(host), surroundings, guest);
  }

  /**
   * {@return a guest on a host}
   *
   * @param situation what is known of the host; it has all that the surroundings have
   * @param rulesets the rules of the host, at most one ruleset for each family
   * @param surroundings what documents say about the host
   * @param guest the guest, one of the surroundings
   * @throws io.nwfilter.netfilter.simulate.UnusableRulesException if rules lead in a circle, or to
   *     a chain that does not exist
   */
  public static Subject of(
      Situation situation, Iterable<Ruleset> rulesets, Surroundings surroundings, Guest guest) {
    return of(situation, HostRules.of(rulesets), surroundings, guest);
  }

  /**
   * {@return a guest on a host}
   *
   * @param situation what is known of the host; it has all that the surroundings have
   * @param rules the rules of the host
   * @param surroundings what documents say about the host
   * @param guest the guest, one of the surroundings
   * @throws io.nwfilter.netfilter.simulate.UnusableRulesException if rules lead in a circle, or to
   *     a chain that does not exist
   */
  public static Subject of(
      Situation situation, HostRules rules, Surroundings surroundings, Guest guest) {
    return HostSubjects.of(situation, rules, surroundings).subject(guest);
  }

  /** {@return a guest of a host, of which all guests have some things in common} */
  static Subject of(
      Situation given,
      HostSubjects.OnBridge host,
      Senders senders,
      HostRules rules,
      Surroundings surroundings,
      Guest guest) {
    return new Subject(
        given,
        host.added(),
        senders,
        host.simulator(),
        host.withoutRules(),
        rules,
        Suppliers.memoize(() -> Samples.of(PacketSamples.around(rules, surroundings, guest))),
        surroundings,
        requireNonNull(guest, "guest"));
  }

  /**
   * Adds another guest to the bridge of a guest, unless there is one: {@code neighbor}, or {@code
   * neighbor2} and so on if other bridges have got one before.
   *
   * @param surroundings what is known of the host
   * @param guest the guest
   */
  public static void withNeighbor(Surroundings surroundings, Guest guest) {
    Neighbors.add(surroundings, guest);
  }

  /**
   * {@return the same guest and rules on a host that has other interfaces besides those that are
   * known}
   *
   * @param interfaces the interfaces, instead of those that only its rules name
   */
  public Subject with(InterfacesInRules interfaces) {
    HostSubjects.OnBridge host = HostSubjects.OnBridge.of(given, interfaces, rules, guest.bridge());
    return new Subject(
        given,
        interfaces,
        Senders.of(host.situation(), rules, surroundings, guest),
        host.simulator(),
        host.withoutRules(),
        rules,
        samples,
        surroundings,
        guest);
  }

  /** {@return what is known of the host, without interfaces that only its rules name} */
  public Situation given() {
    return given;
  }

  /**
   * {@return the interfaces by which no packets are led, although rules treat them in their own
   * way: there are too many}
   */
  public List<String> interfacesLeft() {
    return Stream.concat(added.left().stream(), senders.left().stream())
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the host} */
  public Simulator simulator() {
    return simulator;
  }

  /** {@return the rules of the host} */
  public HostRules rules() {
    return rules;
  }

  /** {@return the rules of iptables, ip6tables and ebtables} */
  public List<Ruleset> rulesets() {
    return ImmutableList.copyOf(rules.rulesets().values());
  }

  /** {@return the same host without any rules} */
  Simulator withoutRules() {
    return withoutRules;
  }

  /** {@return the same host without rules of the Ethernet layer} */
  Simulator withoutFrameRules() {
    return Simulator.of(simulator.situation(), rules.without(Family.BRIDGE));
  }

  /** {@return the guest} */
  public Guest guest() {
    return guest;
  }

  /** {@return all guests on the host that are known, this one among them} */
  public List<Guest> guests() {
    return surroundings.guests();
  }

  /** {@return another guest on the same bridge, if there is one} */
  public Optional<Guest> neighbor() {
    return Neighbors.of(surroundings, guest);
  }

  /** {@return the IPv4 address of the host on the guest's bridge, if it has one} */
  public Optional<IpAddress> hostAddress() {
    return surroundings.addresses(guest.bridge()).stream()
        .filter(Ipv4Address.class::isInstance)
        .findFirst();
  }

  /** {@return where packets of the guest enter} */
  public Entry fromGuest() {
    return Entry.port(guest.port());
  }

  /**
   * {@return where packets to the guest enter: by the port of everybody else on its bridge, by
   * other ports that rules treat in their own way and, if the host has an address there and so
   * forwards packets, from other networks}
   */
  public List<Entry> toGuest() {
    return surroundings.addresses(guest.bridge()).isEmpty() ? senders.onBridge() : senders.all();
  }

  /** {@return where packets to the host enter that are not the guest's} */
  public List<Entry> toHost() {
    return senders.all();
  }

  /**
   * {@return where packets from other networks enter: from {@value Surroundings#OUTSIDE}, by
   * interfaces that routes or only rules name, and from other bridges}
   */
  public List<Entry> fromNetworks() {
    return senders.elsewhere();
  }

  /**
   * {@return the MAC address of the host, if it routes to the guest what is sent there}
   *
   * @param entry where packets enter
   */
  Optional<MacAddress> routerToGuest(Entry entry) {
    Situation situation = simulator.situation();
    boolean routes = Ways.routed(situation, entry).contains(guestEnd());
    return routes ? Ways.ownAddress(situation, entry) : Optional.empty();
  }

  /** {@return where packets arrive that arrive at the guest} */
  public End guestEnd() {
    return End.port(guest.port());
  }

  /**
   * {@return packets as connections have them after the first one, replies before others}
   *
   * @param entry where they enter
   */
  List<Packet> later(Entry entry) {
    PacketSamples others =
        entry.equals(fromGuest()) ? samples.get().received() : samples.get().sent();
    return Stream.concat(
            others.usual().stream()
                .flatMap(packet -> Reply.to(packet).stream())
                .map(reply -> Back.framed(reply, entry)),
            samples(entry).usual().stream().flatMap(packet -> Reply.after(packet).stream()))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return usual packets in forms that are not usual, such as with a tag, or cut off}
   *
   * @param entry where they enter
   */
  public List<Packet> disguised(Entry entry) {
    List<Packet> usual = samples(entry).usual();
    return Stream.concat(
            Stream.of(Disguise.TAG, Disguise.SERVICE_TAG, Disguise.TWO_TAGS)
                .flatMap(form -> usual.stream().flatMap(plain -> form.of(plain).stream())),
            CutOff.of(usual).stream())
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return packets with any headers that sets of packets tell apart: many}
   *
   * @param entry where they enter
   */
  public List<Packet> unusual(Entry entry) {
    return UnusualPackets.of(samples(entry).usual());
  }

  /**
   * {@return packets to try that enter somewhere}
   *
   * @param entry where
   */
  public PacketSamples samples(Entry entry) {
    if (entry.equals(fromGuest())) {
      return samples.get().sent();
    } else if (entry instanceof Entry.Network) {
      return samples.get().routed();
    }
    return entry instanceof Entry.Host ? samples.get().ofHost() : samples.get().received();
  }
}
