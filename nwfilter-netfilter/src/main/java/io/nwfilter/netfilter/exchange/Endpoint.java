package io.nwfilter.netfilter.exchange;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;

/**
 * The addresses of one end, as the other end knows them.
 *
 * @param mac the MAC address of frames from it
 * @param address its IP address
 */
public record Endpoint(MacAddress mac, IpAddress address) {

  /**
   * Checks that both are given.
   *
   * @param mac the MAC address of frames from it
   * @param address its IP address
   */
  public Endpoint {
    requireNonNull(mac, "mac");
    requireNonNull(address, "address");
  }


  boolean isIpv4() {
    return address instanceof Ipv4Address;
  }
}
