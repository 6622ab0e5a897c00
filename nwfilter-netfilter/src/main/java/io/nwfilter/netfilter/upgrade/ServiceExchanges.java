package io.nwfilter.netfilter.upgrade;

import static io.nwfilter.netfilter.exchange.Exchanges.dns;
import static io.nwfilter.netfilter.exchange.Exchanges.tcpHandshake;
import static io.nwfilter.netfilter.exchange.Exchanges.udpExchange;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.Exchanges;
import io.nwfilter.netfilter.exchange.Role;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Prefix;
import java.util.Map;
import java.util.Optional;

/** The packets of what guests of a network do, in one family. */
final class ServiceExchanges {

  private static final String FAR_IPV4 = "203.0.113.9";
  private static final String FAR_IPV6 = "2001:db8:ffff::9";
  private static final int DNS_PORT = 53;
  private static final int TFTP_PORT = 69;
  private static final int HTTPS_PORT = 443;
  private static final int SSH_PORT = 22;

  private ServiceExchanges() {}

  /**
   * {@return the services of a network, each with its packets; none if it has no address of the
   * family}
   *
   * @param network the network
   * @param ipv4 whether it is about IPv4, not IPv6
   * @param guest the guest, with an address of the family
   */
  static Map<Service, Exchange> of(Network network, boolean ipv4, Guest guest) {
    Optional<NetworkAddress> own =
        network.addresses().stream()
            .filter(address -> address.address() instanceof Ipv4Address == ipv4)
            .findFirst();
    return own.map(address -> of(network, address, ipv4, guest)).orElseGet(ImmutableMap::of);
  }

  private static Map<Service, Exchange> of(
      Network network, NetworkAddress own, boolean ipv4, Guest guest) {
    String host = own.address().toString();
    String far = far(ipv4);
    ImmutableMap.Builder<Service, Exchange> all = ImmutableMap.builder();
    boolean serves =
        network.addresses().stream()
            .anyMatch(
                address ->
                    address.address() instanceof Ipv4Address == ipv4 && address.dhcp().isPresent());
    if (serves) {
      all.put(
          ipv4 ? Service.DHCP : Service.DHCPV6,
          routed(ipv4 ? Exchanges.dhcp() : Exchanges.dhcpv6(), host));
    }
    all.put(Service.DNS, dns().to(host));
    all.put(Service.DNS_OVER_TCP, tcpHandshake(DNS_PORT).to(host));
    if (own.tftp()) {
      all.put(Service.TFTP, udpExchange(TFTP_PORT).to(host));
    }
    all.put(Service.OUTGOING, tcpHandshake(HTTPS_PORT).to(far));
    all.put(Service.INCOMING, tcpHandshake(SSH_PORT).from(far));
    neighbor(own, guest)
        .ifPresent(other -> all.put(Service.NEIGHBOR, tcpHandshake(SSH_PORT).to(other.toString())));
    all.put(Service.FROM_HOST, tcpHandshake(SSH_PORT).from(host));
    return all.buildOrThrow();
  }

  /** {@return the address of somebody outside} */
  static String far(boolean ipv4) {
    return ipv4 ? FAR_IPV4 : FAR_IPV6;
  }

  /** The host's server is a process that does not write frames: its replies meet {@code OUTPUT}. */
  private static Exchange routed(Exchange exchange, String host) {
    return new Exchange(
        exchange.name(),
        exchange.messages(),
        Role.CLIENT,
        Optional.of(Prefix.parse(host)),
        false,
        exchange.ipv4());
  }

  /** {@return an address of the network that is neither the guest's nor the host's} */
  private static Optional<IpAddress> neighbor(NetworkAddress own, Guest guest) {
    Prefix network = Prefix.parse(own.address() + "/" + own.prefixLength());
    IpAddress first = own.address().masked(own.prefixLength());
    for (int i = 1; i <= guest.addresses().size() + 2; i++) {
      IpAddress some =
          first instanceof Ipv4Address
              ? new Ipv4Address((int) (first.low() + i))
              : new Ipv6Address(first.high(), first.low() + i);
      if (network.contains(Bits.of(some))
          && !some.equals(own.address())
          && !guest.addresses().contains(some)) {
        return Optional.of(some);
      }
    }
    return Optional.empty();
  }
}
