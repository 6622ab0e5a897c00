package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import org.jspecify.annotations.Nullable;

/**
 * An address of a network's bridge (libvirt: Network XML, {@code <ip>}).
 *
 * @param address the host's address on the bridge
 * @param prefixLength how many leading bits it shares with the machines' addresses, 0 to its length
 * @param tftp whether the host serves TFTP at it
 * @param location where the element begins; not part of equality
 */
public record NetworkAddress(
    IpAddress address, int prefixLength, boolean tftp, SourceLocation location) {

  /**
   * Checks the length of the prefix.
   *
   * @param address the host's address on the bridge
   * @param prefixLength how many leading bits it shares with the machines' addresses
   * @param tftp whether the host serves TFTP at it
   * @param location where the element begins
   * @throws IllegalValueException if the address is shorter than that
   */
  public NetworkAddress {
    requireNonNull(address, "address");
    requireNonNull(location, "location");
    if (prefixLength < 0 || prefixLength > address.length()) {
      throw new IllegalValueException(
          Integer.toString(prefixLength), "a prefix length from 0 to " + address.length());
    }
  }

  /**
   * {@return the address that a text means}
   *
   * @param text the form {@code ADDRESS/PREFIX}, such as {@code 192.168.122.1/24}
   * @throws IllegalValueException if it is neither an IPv4 nor an IPv6 address with a prefix
   */
  public static NetworkAddress parse(String text) {
    int slash = text.indexOf('/');
    String prefix = text.substring(slash + 1);
    if (slash < 0 || !prefix.matches("[0-9]{1,3}")) {
      throw new IllegalValueException(text, "an address with its prefix, such as 192.168.122.1/24");
    }
    String address = text.substring(0, slash);
    return new NetworkAddress(
        address.indexOf(':') < 0 ? Ipv4Address.parse(address) : Ipv6Address.parse(address),
        Integer.parseInt(prefix),
        false,
        SourceLocation.NONE);
  }

  /** {@return the first address of the subnet, all bits after the prefix zero} */
  public IpAddress subnet() {
    return address.masked(prefixLength);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof NetworkAddress other
        && address.equals(other.address)
        && prefixLength == other.prefixLength
        && tftp == other.tftp;
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + prefixLength;
  }

  /** {@return the form {@code ADDRESS/PREFIX}} */
  @Override
  public String toString() {
    return address + "/" + prefixLength;
  }
}
