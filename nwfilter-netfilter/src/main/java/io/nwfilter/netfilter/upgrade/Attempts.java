package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Multimap;
import com.google.common.collect.Sets;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.GuestOnHost;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Tries what guests of networks do on a host that reaches what is outside by one interface. */
final class Attempts {

  /** The group of servers and relay agents of DHCPv6 (RFC 8415, section 7.1). */
  private static final String DHCPV6_SERVERS = "ff02::1:2";

  /** The services for which it may make a difference how the host reaches what is outside. */
  private static final Set<Service> BY_UPLINK =
      Sets.immutableEnumSet(Service.OUTGOING, Service.INCOMING, Service.FORWARDED);

  private final OwnRules own;
  private final HostGuests guests;
  private final Uplinks uplinks;
  private final boolean first;
  private final Simulator before;
  private final Simulator after;

  /** The guests to which rules of the host's own let connections through, and from which. */
  private final Map<IpAddress, Guest> known = new HashMap<>();

  private final Multimap<Tried, Attempt> all = LinkedHashMultimap.create();

  /**
   * Begins with a host.
   *
   * @param before the host before the upgrade
   * @param after the host after it
   * @param own the host's own rules
   * @param guests its guests, and the interface by which it reaches what is outside
   * @param uplinks all such interfaces
   */
  Attempts(Side before, Side after, OwnRules own, HostGuests guests, Uplinks uplinks) {
    this.own = own;
    this.guests = guests;
    this.uplinks = uplinks;
    this.first = guests.uplink().equals(uplinks.first());
    Situation situation = situation();
    this.before = before.simulator(situation);
    this.after = after.simulator(situation);
  }

  private Situation situation() {
    for (CompiledNetwork network : guests.ofNetworks().keySet()) {
      for (Forward forward : to(network)) {
        known.computeIfAbsent(forward.guest(), address -> guests.at(network, address));
        forward
            .origin()
            .ifPresent(
                from ->
                    known.computeIfAbsent(
                        forward.sender().orElseThrow(), address -> guests.at(from, address)));
      }
    }
    Situation.Builder situation =
        guests.situation().toBuilder().neighborsAtEachPort(true).joined(DHCPV6_SERVERS);
    for (Guest guest : guests.ofNetworks().values()) {
      String ofLink = Ipv6Address.linkLocal(guest.mac()).toString();
      situation.neighbor(ofLink, guest.mac()).route(ofLink + "/128", guest.bridge());
    }
    return situation.build();
  }

  private ImmutableList<Forward> to(CompiledNetwork network) {
    return Forwards.to(network, guests.ofNetworks().keySet(), own);
  }

  /** {@return what was tried, with what became of it} */
  Multimap<Tried, Attempt> all() {
    guests.ofNetworks().forEach(this::add);
    return all;
  }

  private void add(CompiledNetwork network, Guest guest) {
    boolean leads = uplinks.by(network).contains(guests.uplink());
    for (Family family : ImmutableList.of(Family.IPV4, Family.IPV6)) {
      Guest addressed = GuestOnHost.addressed(network.network(), guest);
      ServiceExchanges.of(network.network(), family == Family.IPV4, addressed)
          .forEach(
              (service, exchange) -> {
                if (BY_UPLINK.contains(service) ? leads : first) {
                  add(new Tried(network, service, "", family), exchange, guest);
                }
              });
    }
    to(network).stream()
        .filter(
            forward ->
                forward.origin().isPresent() ? first : leads && forward.comesBy(guests.uplink()))
        .forEach(forward -> add(network, forward));
  }

  private void add(Tried tried, Exchange exchange, Guest guest) {
    all.put(
        tried,
        new Attempt(
            guests.uplink(),
            ServiceRun.of(on(tried.network(), before, guest), exchange),
            ServiceRun.of(on(tried.network(), after, guest), exchange),
            /* isPromised= */ false));
  }

  private void add(CompiledNetwork network, Forward forward) {
    ServiceRun was = run(network, before, forward);
    if (forward.origin().isPresent() && was.isWithoutReply()) {
      add(network, forward.withoutReply());
      return;
    }
    all.put(
        new Tried(network, Service.FORWARDED, forward.toString(), forward.family()),
        new Attempt(guests.uplink(), was, run(network, after, forward), forward.isTranslated()));
  }

  private ServiceRun run(CompiledNetwork network, Simulator host, Forward forward) {
    Guest server = requireNonNull(known.get(forward.guest()));
    if (forward.origin().isPresent()) {
      Guest client = requireNonNull(known.get(forward.sender().orElseThrow()));
      return ServiceRun.between(on(forward.origin().get(), host, client), forward, server);
    }
    String far = ServiceExchanges.far(forward.family() == Family.IPV4);
    return ServiceRun.of(on(network, host, server), forward, far);
  }

  private GuestOnHost on(CompiledNetwork network, Simulator host, Guest guest) {
    return GuestOnHost.of(network.network(), host, guests.surroundings(), guest);
  }
}
