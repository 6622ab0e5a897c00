package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Addresses that are given out by DHCP (libvirt: Network XML, {@code <range>}).
 *
 * @param addresses the addresses
 * @param lease how long they are lent; empty for the default of dnsmasq
 */
public record DhcpRange(AddressRange addresses, Optional<DhcpLease> lease) {

  /**
   * Checks the components.
   *
   * @param addresses the addresses
   * @param lease how long they are lent
   */
  public DhcpRange {
    requireNonNull(addresses, "addresses");
    requireNonNull(lease, "lease");
  }
}
