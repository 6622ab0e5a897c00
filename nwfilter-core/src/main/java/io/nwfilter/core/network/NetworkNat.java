package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What translated packets get for source addresses and ports (libvirt: Network XML, {@code <nat>}).
 *
 * @param ipv6 whether IPv6 addresses are translated, too
 * @param addresses the addresses; empty for that of the interface that packets leave by
 * @param ports the ports; empty for {@link PortRange#DEFAULT}
 * @param ipv6Given whether the document says that, even if it says what holds anyway
 */
public record NetworkNat(
    boolean ipv6, Optional<AddressRange> addresses, Optional<PortRange> ports, boolean ipv6Given) {

  /** What a network without {@code <nat>} has. */
  public static final NetworkNat DEFAULT =
      new NetworkNat(false, Optional.empty(), Optional.empty());

  /**
   * Checks that all components are given.
   *
   * @param ipv6 whether IPv6 addresses are translated, too
   * @param addresses the addresses
   * @param ports the ports
   * @param ipv6Given whether the document says that; taken for true if they are translated
   */
  public NetworkNat {
    requireNonNull(addresses, "addresses");
    requireNonNull(ports, "ports");
    ipv6Given |= ipv6;
  }

  /**
   * Makes a translation of which a document says no more than it must.
   *
   * @param ipv6 whether IPv6 addresses are translated, too
   * @param addresses the addresses
   * @param ports the ports
   */
  public NetworkNat(boolean ipv6, Optional<AddressRange> addresses, Optional<PortRange> ports) {
    this(ipv6, addresses, ports, ipv6);
  }
}
