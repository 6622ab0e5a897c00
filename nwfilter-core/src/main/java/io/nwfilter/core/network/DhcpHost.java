package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.value.IpAddress;
import java.util.Optional;

/**
 * A machine that always gets the same address by DHCP (libvirt: Network XML, {@code <host>} of
 * {@code <dhcp>}).
 *
 * @param mac its MAC address as it is written; empty if it is known by another property
 * @param id its DHCPv6 identifier (DUID); empty if it is known by another property
 * @param name its name; empty for none
 * @param address the address
 * @param lease how long it is lent; empty for the default of dnsmasq
 */
public record DhcpHost(
    Optional<String> mac,
    Optional<String> id,
    Optional<String> name,
    IpAddress address,
    Optional<DhcpLease> lease) {

  /**
   * Checks the components.
   *
   * @param mac its MAC address as it is written
   * @param id its DHCPv6 identifier (DUID)
   * @param name its name
   * @param address the address
   * @param lease how long it is lent
   */
  public DhcpHost {
    requireNonNull(mac, "mac");
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(address, "address");
    requireNonNull(lease, "lease");
  }
}
