package io.nwfilter.netfilter.exchange;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Exchanges of everyday protocols. Their packets are those that usual programs send; each has one
 * packet of a kind, none is repeated or lost.
 */
public final class Exchanges {

  private static final int MAX_PORT = 65_535;
  private static final int EPHEMERAL = 40_000;

  private Exchanges() {}

  /** {@return how the guest gets an address by DHCP (RFC 2131, section 3.1), from any server} */
  public static Exchange dhcp() {
    return Exchange.named("DHCP")
        .client("dhcp discover")
        .server("dhcp offer {client} from {server} dst-mac {client-mac}")
        .client("dhcp request {client} from {server}")
        .server("dhcp ack {client} from {server} dst-mac {client-mac}")
        .onTheLink();
  }

  /** {@return how the guest gets an address by DHCPv6 (RFC 8415, section 18), from any server} */
  public static Exchange dhcpv6() {
    return Exchange.named("DHCPv6")
        .client("dhcpv6 solicit")
        .server("dhcpv6 advertise dst-mac {client-mac}")
        .client("dhcpv6 request")
        .server("dhcpv6 reply dst-mac {client-mac}")
        .onTheLink()
        .overIpv6();
  }

  /**
   * {@return how anyone opens a connection of TCP to the guest (RFC 9293, section 3.5)} With {@link
   * Exchange#to} the guest opens it.
   *
   * @param port the server's port, 1..65535
   */
  public static Exchange tcpHandshake(int port) {
    Ports ports = new Ports(port);
    return Exchange.named("a TCP handshake with port " + port)
        .client("tcp syn " + ports.toServer)
        .server("tcp syn,ack " + ports.toClient)
        .client("tcp ack " + ports.toServer)
        .fromAnyone();
  }

  /**
   * {@return how anyone asks a server of UDP that the guest runs, which replies} With {@link
   * Exchange#to} the guest asks.
   *
   * @param port the server's port, 1..65535
   */
  public static Exchange udpExchange(int port) {
    Ports ports = new Ports(port);
    return Exchange.named("a UDP exchange with port " + port)
        .client("udp " + ports.toServer)
        .server("udp " + ports.toClient)
        .fromAnyone();
  }

  /** {@return how the guest asks a name server by UDP, and gets a reply} */
  public static Exchange dns() {
    return Exchange.named("DNS")
        .client("dns example.org {client} > {server}")
        .server("udp " + new Ports(53).toClient);
  }

  /** {@return how anyone pings the guest} With {@link Exchange#to} the guest pings. */
  public static Exchange ping() {
    return Exchange.named("a ping")
        .client("ping {client} > {server}")
        .server("{icmp} echo-reply {server} > {client}")
        .fromAnyone();
  }

  /** {@return how the guest finds the MAC address of an IPv6 address (RFC 4861, section 7.2)} */
  public static Exchange neighborDiscovery() {
    return Exchange.named("neighbour discovery")
        .client("ns {server}")
        .server("na {server}")
        .onTheLink()
        .overIpv6();
  }

  /** {@return how the guest finds the MAC address of an IPv4 address (RFC 826)} */
  public static Exchange arp() {
    return Exchange.named("ARP")
        .client("arp who-has {server} tell {client}")
        .server(
            "arp reply {server} is-at {server-mac} target-ip {client} target-mac {client-mac}"
                + " dst-mac {client-mac}")
        .onTheLink();
  }

  private static final class Ports {

    private final String toServer;
    private final String toClient;

    private Ports(int port) {
      checkArgument(port > 0 && port <= MAX_PORT, "port %s is outside 1..65535", port);
      toServer = "{client}:" + EPHEMERAL + " > {server}:" + port;
      toClient = "{server}:" + port + " > {client}:" + EPHEMERAL;
    }
  }
}
