package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.GuestOnHost;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.upgrade.ServiceChange.Blocker;
import io.nwfilter.netfilter.upgrade.ServiceChange.Effect;
import java.util.Map;
import java.util.Optional;

/**
 * Tries what guests of networks do, before and after an upgrade.
 *
 * @param before the host before
 * @param after the host after
 * @param own the host's own rules
 * @param guests the guests
 */
record Services(Side before, Side after, OwnRules own, HostGuests guests) {

  /** The group of servers and relay agents of DHCPv6 (RFC 8415, section 7.1). */
  private static final String DHCPV6_SERVERS = "ff02::1:2";

  /** {@return what changes if the host's own rules accept more after the upgrade} */
  ImmutableList<ServiceChange> with(Acceptance acceptance, CompileOptions to) {
    OwnRules more = new OwnRules(acceptance.on(own.host()));
    return new Services(before, Side.of(guests.host(), to, more), more, guests).changes();
  }

  ImmutableList<ServiceChange> changes() {
    Situation situation =
        guests.situation().toBuilder().neighborsAtEachPort(true).joined(DHCPV6_SERVERS).build();
    Simulator was = before.simulator(situation);
    Simulator is = after.simulator(situation);
    ImmutableList.Builder<ServiceChange> changes = ImmutableList.builder();
    guests
        .ofNetworks()
        .forEach(
            (network, guest) ->
                add(changes, network, on(network, was, guest), on(network, is, guest)));
    return changes.build();
  }

  private GuestOnHost on(CompiledNetwork network, Simulator host, Guest guest) {
    return GuestOnHost.of(network.network(), host, guests.surroundings(), guest);
  }

  private void add(
      ImmutableList.Builder<ServiceChange> changes,
      CompiledNetwork network,
      GuestOnHost was,
      GuestOnHost is) {
    for (Family family : ImmutableList.of(Family.IPV4, Family.IPV6)) {
      Map<Service, Exchange> services =
          ServiceExchanges.of(network.network(), family == Family.IPV4, is.guest());
      services.forEach(
          (service, exchange) ->
              change(
                      new Tried(network, service, family),
                      ServiceRun.of(was, exchange),
                      ServiceRun.of(is, exchange))
                  .ifPresent(changes::add));
    }
  }

  /** What was tried. */
  private record Tried(CompiledNetwork network, Service service, Family family) {}

  private Optional<ServiceChange> change(Tried tried, ServiceRun was, ServiceRun is) {
    Optional<Blocker> blocker = blocker(is);
    Optional<Effect> effect = Optional.empty();
    boolean certain = was.isCertain() && is.isCertain();
    if (is.rank() < was.rank()) {
      effect = Optional.of(certain ? Effect.BLOCKED : Effect.PERHAPS_BLOCKED);
    } else if (is.rank() > was.rank()) {
      effect = Optional.of(certain ? Effect.OPENED : Effect.PERHAPS_OPENED);
    } else if (blocker.isPresent() && blocker(was).isPresent()) {
      effect = Optional.of(certain ? Effect.STILL_BLOCKED : Effect.PERHAPS_STILL_BLOCKED);
    }
    return effect.map(
        some ->
            new ServiceChange(
                tried.network().name(),
                tried.network().bridge().orElseThrow().name(),
                tried.service(),
                tried.family(),
                some,
                was.last(),
                is.last(),
                blocker));
  }

  /** {@return the rule or policy of the host's own that blocks} */
  private Optional<Blocker> blocker(ServiceRun run) {
    return run.blocker()
        .flatMap(
            decision -> own.place(decision).map(place -> new Blocker(decision, run.hook(), place)));
  }
}
