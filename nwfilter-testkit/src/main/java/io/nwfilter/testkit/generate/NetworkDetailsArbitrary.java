package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.network.NetworkBridge;
import io.nwfilter.core.network.NetworkDetails;
import io.nwfilter.core.network.NetworkDns;
import io.nwfilter.core.network.NetworkDomain;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes what a network has that makes no rules, and that libvirt starts everywhere. */
final class NetworkDetailsArbitrary {

  private NetworkDetailsArbitrary() {}

  /** {@return details with the MAC address of a number} */
  static Arbitrary<NetworkDetails> details(int number) {
    return Combinators.combine(
            bridges(),
            Arbitraries.longs().between(1280, 9000).optional(0.2),
            dns().optional(0.4),
            Arbitraries.of(true, false).optional(0.3),
            Arbitraries.of(true, false).optional(0.2),
            Arbitraries.of(true, false).optional(0.2))
        .as(
            (bridge, mtu, dns, localOnly, isolated, trust) -> {
              NetworkDetails.Builder details =
                  NetworkDetails.builder()
                      .bridge(bridge)
                      .mac(new MacAddress(0x5254_00d0_0000L + number));
              mtu.ifPresent(size -> details.mtu(size));
              dns.ifPresent(details::dns);
              localOnly.ifPresent(
                  local ->
                      details.domain(
                          new NetworkDomain("lab" + number + ".example", Optional.of(local))));
              isolated.ifPresent(details::portIsolated);
              trust.ifPresent(details::trustGuestRxFilters);
              return details.build();
            });
  }

  private static Arbitrary<NetworkBridge> bridges() {
    return Combinators.combine(
            Arbitraries.of(true, false).optional(0.5),
            Arbitraries.longs().between(0, 30).optional(0.5),
            Arbitraries.of("kernel").optional(0.2))
        .as(
            (stp, delay, manager) ->
                new NetworkBridge(
                    Optional.empty(),
                    stp,
                    delay.isPresent() ? OptionalLong.of(delay.get()) : OptionalLong.empty(),
                    manager,
                    Optional.empty()));
  }

  private static Arbitrary<NetworkDns> dns() {
    Ipv4Address other = Ipv4Address.parse("192.0.2.53");
    return Arbitraries.of(
        new NetworkDns(
            Optional.of(false),
            Optional.empty(),
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of()),
        new NetworkDns(
            Optional.of(true),
            Optional.of(true),
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of()),
        new NetworkDns(
            Optional.empty(),
            Optional.of(false),
            ImmutableList.of(
                new NetworkDns.Forwarder(Optional.empty(), Optional.of(other)),
                new NetworkDns.Forwarder(Optional.of("corp.example"), Optional.of(other)),
                new NetworkDns.Forwarder(Optional.of("local.example"), Optional.empty())),
            ImmutableList.of(new NetworkDns.Txt("note.example", "a b")),
            ImmutableList.of(
                new NetworkDns.Srv(
                    "ldap",
                    "tcp",
                    Optional.of("corp.example"),
                    Optional.of("dir.corp.example"),
                    OptionalInt.of(389),
                    OptionalInt.of(10),
                    OptionalInt.of(5))),
            ImmutableList.of(
                new NetworkDns.Host(
                    Ipv4Address.parse("192.0.2.7"), ImmutableList.of("seven", "sept")))));
  }
}
