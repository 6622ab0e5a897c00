package io.nwfilter.netfilter.upgrade;

/** What guests of a virtual network use it for. */
public enum Service {
  /** A guest gets an address from the host, by DHCP. */
  DHCP("DHCP"),
  /** A guest gets an address from the host, by DHCPv6. */
  DHCPV6("DHCPv6"),
  /** A guest asks the host's name server by UDP. */
  DNS("DNS"),
  /** A guest asks the host's name server by TCP. */
  DNS_OVER_TCP("DNS over TCP"),
  /** A guest loads a file from the host by TFTP. */
  TFTP("TFTP"),
  /** A guest opens a connection to what is outside of the host. */
  OUTGOING("connections of guests to the outside"),
  /** Somebody outside opens a connection to a guest. */
  INCOMING("connections from the outside to guests"),
  /** Somebody outside opens a connection that the host's own rules forward to a guest. */
  FORWARDED("connections that the host's own rules let through to guests"),
  /** A guest opens a connection to another guest of the network. */
  NEIGHBOR("connections between guests"),
  /** The host opens a connection to a guest. */
  FROM_HOST("connections of the host to guests");

  private final String words;

  Service(String words) {
    this.words = words;
  }

  /** {@return what it is, in a few words} */
  @Override
  public String toString() {
    return words;
  }
}
