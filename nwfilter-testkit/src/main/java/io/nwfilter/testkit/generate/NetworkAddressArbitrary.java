package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.DhcpHost;
import io.nwfilter.core.network.DhcpLease;
import io.nwfilter.core.network.DhcpRange;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.network.NetworkMask;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Makes the addresses of a bridge, each in a subnet of its own, with the services that they have.
 */
final class NetworkAddressArbitrary {

  private static final int MOST = 4;

  private final int number;

  NetworkAddressArbitrary(int number) {
    this.number = number;
  }

  /** {@return up to four addresses of both families in any order; DHCP at one of each} */
  Arbitrary<List<NetworkAddress>> addresses(int least) {
    return Arbitraries.integers()
        .between(least, MOST)
        .flatMap(
            count -> {
              if (count == 0) {
                return Arbitraries.just(ImmutableList.of());
              }
              List<Arbitrary<NetworkAddress>> addresses = new ArrayList<>();
              for (int i = 1; i <= count; i++) {
                addresses.add(address(i));
              }
              return Combinators.combine(addresses).as(NetworkAddressArbitrary::withOneDhcp);
            });
  }

  private static List<NetworkAddress> withOneDhcp(List<NetworkAddress> addresses) {
    boolean[] seen = new boolean[2];
    ImmutableList.Builder<NetworkAddress> legal = ImmutableList.builder();
    for (NetworkAddress address : addresses) {
      int family = address.address() instanceof Ipv6Address ? 1 : 0;
      boolean given = address.dhcp().filter(Dhcp::hasAddresses).isPresent();
      legal.add(given && seen[family] ? address.toBuilder().withoutDhcp().build() : address);
      seen[family] |= given;
    }
    return legal.build();
  }

  private Arbitrary<NetworkAddress> address(int subnet) {
    return Arbitraries.of(true, true, false).flatMap(ipv4 -> ipv4 ? ipv4(subnet) : ipv6(subnet));
  }

  private Arbitrary<NetworkAddress> ipv4(int subnet) {
    String prefix = "10." + number + "." + subnet + ".";
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(24, 28),
            Arbitraries.of(true, false),
            Arbitraries.of("/tmp", "/srv").optional(0.25),
            dhcp(prefix, false).optional(0.4),
            Arbitraries.of(true, false).optional(0.2))
        .as(
            (host, length, byMask, tftp, dhcp, localPtr) -> {
              NetworkAddress.Builder address =
                  NetworkAddress.builder(
                      Ipv4Address.parse(prefix + host),
                      byMask
                          ? NetworkMask.ofNetmask(new Ipv4Address(-1 << (32 - length)))
                          : NetworkMask.ofPrefix(length));
              tftp.ifPresent(address::tftpRoot);
              dhcp.ifPresent(address::dhcp);
              if (length == 24) {
                localPtr.ifPresent(address::localPtr); // libvirt starts no others
              }
              return address.familyGiven(host == 2).build();
            });
  }

  private Arbitrary<NetworkAddress> ipv6(int subnet) {
    String prefix = "2001:db8:" + number + ":" + subnet + "::";
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(64, 64, 112),
            dhcp(prefix, true).optional(0.3))
        .as(
            (host, length, dhcp) -> {
              NetworkAddress.Builder address =
                  NetworkAddress.builder(
                      Ipv6Address.parse(prefix + host),
                      length == 64 && host == 3 ? NetworkMask.NONE : NetworkMask.ofPrefix(length));
              dhcp.filter(d -> length == 64).ifPresent(address::dhcp); // dnsmasq wants 64 or more
              return address.build();
            });
  }

  private static Arbitrary<Dhcp> dhcp(String prefix, boolean ipv6) {
    return Combinators.combine(
            ranges(prefix),
            hosts(prefix, ipv6),
            Arbitraries.of(
                    new Dhcp.Bootp("pxelinux.0", Optional.empty()),
                    new Dhcp.Bootp("boot/x", Optional.of("192.0.2.9")))
                .filter(bootp -> !ipv6)
                .optional(ipv6 ? 0 : 0.2))
        .as(Dhcp::new);
  }

  private static Arbitrary<List<DhcpRange>> ranges(String prefix) {
    DhcpLease lease = new DhcpLease(3, DhcpLease.Unit.HOURS);
    return Arbitraries.of(
        ImmutableList.of(),
        ImmutableList.of(range(prefix + 4, prefix + 9, Optional.empty())),
        ImmutableList.of(
            range(prefix + 4, prefix + 5, Optional.of(lease)),
            range(prefix + 7, prefix + 7, Optional.empty())));
  }

  private static DhcpRange range(String start, String end, Optional<DhcpLease> lease) {
    return new DhcpRange(new AddressRange(address(start), address(end)), lease);
  }

  private static IpAddress address(String text) {
    return text.indexOf(':') < 0 ? Ipv4Address.parse(text) : Ipv6Address.parse(text);
  }

  private static Arbitrary<List<DhcpHost>> hosts(String prefix, boolean ipv6) {
    DhcpHost named =
        new DhcpHost(
            Optional.empty(),
            Optional.empty(),
            Optional.of("web1"),
            address(prefix + 11),
            Optional.empty());
    DhcpHost known =
        new DhcpHost(
            ipv6 ? Optional.empty() : Optional.of("52:54:00:0A:00:0b"),
            ipv6 ? Optional.of("0:1:0:1:18:aa:62:fe:0:16:3e:44:55:66") : Optional.empty(),
            Optional.of("db2"),
            address(prefix + 12),
            Optional.of(new DhcpLease(0, DhcpLease.Unit.MINUTES)));
    return Arbitraries.of(
        ImmutableList.of(), ImmutableList.of(known), ImmutableList.of(known, named));
  }
}
