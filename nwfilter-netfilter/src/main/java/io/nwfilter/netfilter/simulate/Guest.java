package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.MacAddress;
import java.util.List;

/**
 * An interface of a virtual machine, as the host sees it.
 *
 * @param port the name of the interface on the host
 * @param bridge the bridge that it is a port of
 * @param mac the MAC address that the machine has there
 * @param addresses the IP addresses that it is known to have
 */
public record Guest(String port, String bridge, MacAddress mac, List<IpAddress> addresses) {

  /**
   * Checks that all components are given.
   *
   * @param port the name of the interface on the host
   * @param bridge the bridge that it is a port of
   * @param mac the MAC address
   * @param addresses the IP addresses
   */
  public Guest {
    requireNonNull(port, "port");
    requireNonNull(bridge, "bridge");
    requireNonNull(mac, "mac");
    addresses = ImmutableList.copyOf(requireNonNull(addresses, "addresses"));
  }
}
