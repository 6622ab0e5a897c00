package io.nwfilter.netfilter.packet;

/** The ports of UDP that DHCP (RFC 2131, section 4.1) and DHCPv6 (RFC 8415, section 7.2) use. */
public final class DhcpPorts {

  /** Where servers and relays of DHCP listen. */
  public static final int SERVER = 67;

  /** Where clients of DHCP listen. */
  public static final int CLIENT = 68;

  /** Where clients of DHCPv6 listen. */
  public static final int CLIENT_OF_IPV6 = 546;

  /** Where servers and relays of DHCPv6 listen. */
  public static final int SERVER_OF_IPV6 = 547;

  private DhcpPorts() {}
}
