package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * What a host gives out by DHCP at an address of a bridge (libvirt: Network XML, {@code <dhcp>}).
 *
 * @param ranges the ranges of addresses, in order
 * @param hosts the machines with an address of their own, in order
 * @param bootp what machines start from; empty for nothing
 */
public record Dhcp(List<DhcpRange> ranges, List<DhcpHost> hosts, Optional<Bootp> bootp) {

  /**
   * Checks the components.
   *
   * @param ranges the ranges of addresses, in order
   * @param hosts the machines with an address of their own, in order
   * @param bootp what machines start from
   */
  public Dhcp {
    ranges = ImmutableList.copyOf(requireNonNull(ranges, "ranges"));
    hosts = ImmutableList.copyOf(requireNonNull(hosts, "hosts"));
    requireNonNull(bootp, "bootp");
  }

  /**
   * {@return what gives out a range of addresses, for as long as dnsmasq does by default}
   *
   * @param addresses the addresses
   */
  public static Dhcp of(AddressRange addresses) {
    return new Dhcp(
        ImmutableList.of(new DhcpRange(addresses, Optional.empty())),
        ImmutableList.of(),
        Optional.empty());
  }

  /** {@return whether there is an address to be given out: libvirt ignores the rest without one} */
  public boolean hasAddresses() {
    return !ranges.isEmpty() || !hosts.isEmpty();
  }

  /**
   * What machines start from (libvirt: Network XML, {@code <bootp>}).
   *
   * @param file the name of the file
   * @param server the host that has it; empty for the one that gives out addresses
   */
  public record Bootp(String file, Optional<String> server) {

    /**
     * Checks the components.
     *
     * @param file the name of the file
     * @param server the host that has it
     */
    public Bootp {
      requireNonNull(file, "file");
      requireNonNull(server, "server");
    }
  }
}
