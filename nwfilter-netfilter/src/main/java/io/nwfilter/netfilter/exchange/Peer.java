package io.nwfilter.netfilter.exchange;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Prefix;

/**
 * Whom a guest exchanges packets with.
 *
 * @param entry where the peer's packets enter the host
 * @param end where packets to the peer arrive
 * @param mac the MAC address that the guest sees
 * @param address the peer's IP address
 */
public record Peer(Entry entry, End end, MacAddress mac, IpAddress address) {

  /**
   * Checks that all components are given.
   *
   * @param entry where the peer's packets enter the host
   * @param end where packets to the peer arrive
   * @param mac the MAC address that the guest sees
   * @param address the peer's IP address
   */
  public Peer {
    requireNonNull(entry, "entry");
    requireNonNull(end, "end");
    requireNonNull(mac, "mac");
    requireNonNull(address, "address");
  }

  /** {@return the address and where it is, for messages} */
  @Override
  public String toString() {
    return address + " at " + end;
  }

  /**
   * {@return whether a peer can have an address: that of a single host, which is not loopback}
   *
   * @param address the address
   */
  public static boolean canHave(IpAddress address) {
    return !PeerAddresses.in(new Prefix(address, address.length())).isEmpty();
  }
}
