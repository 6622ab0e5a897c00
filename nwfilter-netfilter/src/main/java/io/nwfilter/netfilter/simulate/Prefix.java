package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Bits;

/**
 * An address and the length of its network's prefix.
 *
 * @param address the address
 * @param length how many leading bits name the network
 */
public record Prefix(IpAddress address, int length) {

  /**
   * Checks the length.
   *
   * @param address the address
   * @param length how many leading bits name the network, not more than the address has
   */
  public Prefix {
    requireNonNull(address, "address");
    if (length < 0 || length > address.length()) {
      throw new IllegalArgumentException(
          "a prefix of length " + length + " is outside 0.." + address.length());
    }
  }

  /**
   * {@return what a text means}
   *
   * @param text an address, or one with the length of a prefix: {@code 192.168.122.1/24}
   * @throws IllegalValueException if it is not one
   */
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    IpAddress address =
        host.indexOf(':') < 0 ? Ipv4Address.parseDottedQuad(host) : Ipv6Address.parse(host);
    int length = slash < 0 ? address.length() : length(text, slash);
    if (length < 0 || length > address.length()) {
      throw new IllegalValueException(text, "an address with a prefix such as 192.168.122.1/24");
    }
    return new Prefix(address, length);
  }

  private static int length(String text, int slash) {
    String digits = text.substring(slash + 1);
    return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
  }

  /** {@return whether it is a prefix of IPv4, not IPv6} */
  public boolean isIpv4() {
    return address instanceof Ipv4Address;
  }

  /**
   * {@return whether the network has an address of the same family}
   *
   * @param other the bits of the address
   */
  public boolean contains(Bits other) {
    Bits mask = Bits.prefix(length, address.length());
    return Bits.of(address).xor(other).and(mask).isZero();
  }

  /** {@return whether an address is the network's broadcast address} */
  boolean isBroadcast(Bits other) {
    Bits host = Bits.ones(address.length() - length);
    return isIpv4() && length < 31 && contains(other) && other.and(host).equals(host);
  }

  /** {@return the network in the form that {@link #parse} reads} */
  @Override
  public String toString() {
    return address + "/" + length;
  }
}
