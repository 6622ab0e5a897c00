package io.nwfilter.netfilter.network;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.netfilter.packet.DhcpPorts;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.Optional;

/** What the host serves to the machines of a network. */
final class NetworkServices {

  /**
   * A service of the host.
   *
   * @param protocol the protocol's number (IANA)
   * @param serverPort the port that requests go to
   * @param clientPort the port that replies go to, as libvirt has it: the server's for DNS and TFTP
   */
  record Service(int protocol, int serverPort, int clientPort) {}

  private static final int DNS = 53;
  private static final int TFTP = 69;

  private static final ImmutableList<Service> IPV4 =
      ImmutableList.of(
          new Service(NetworkMatches.UDP, DNS, DNS),
          new Service(NetworkMatches.TCP, DNS, DNS),
          new Service(NetworkMatches.UDP, DhcpPorts.SERVER, DhcpPorts.CLIENT),
          new Service(NetworkMatches.TCP, DhcpPorts.SERVER, DhcpPorts.CLIENT));

  private static final ImmutableList<Service> IPV4_WITH_TFTP =
      ImmutableList.<Service>builder()
          .add(new Service(NetworkMatches.UDP, TFTP, TFTP))
          .addAll(IPV4)
          .build();

  private static final ImmutableList<Service> IPV6 =
      ImmutableList.of(
          new Service(NetworkMatches.UDP, DhcpPorts.SERVER_OF_IPV6, DhcpPorts.CLIENT_OF_IPV6),
          new Service(NetworkMatches.UDP, DNS, DNS),
          new Service(NetworkMatches.TCP, DNS, DNS));

  private NetworkServices() {}

  /**
   * {@return the services that packets are let in for, in the order in which their rules appear:
   * DNS and DHCP whether the network has them or not}
   */
  static ImmutableList<Service> of(Network network, Family family) {
    if (family == Family.IPV6) {
      return IPV6;
    }
    return hasTftpRule(network) ? IPV4_WITH_TFTP : IPV4;
  }

  /** Only the first address that serves anything is looked at. */
  static boolean hasTftpRule(Network network) {
    return firstServed(network).map(NetworkAddress::tftp).orElse(false);
  }

  private static Optional<NetworkAddress> firstServed(Network network) {
    return addresses(network, Family.IPV4).stream()
        .filter(address -> address.tftp() || hasDhcp(address))
        .findFirst();
  }

  /** {@return whether the host gives out IPv4 addresses} */
  static boolean hasDhcp(Network network) {
    return addresses(network, Family.IPV4).stream().anyMatch(NetworkServices::hasDhcp);
  }

  private static boolean hasDhcp(NetworkAddress address) {
    return address.dhcp().filter(Dhcp::hasAddresses).isPresent();
  }

  /** {@return the addresses of one family, in order} */
  static ImmutableList<NetworkAddress> addresses(Network network, Family family) {
    int length = family == Family.IPV4 ? 32 : 128;
    return network.addresses().stream()
        .filter(address -> address.address().length() == length)
        .collect(ImmutableList.toImmutableList());
  }
}
