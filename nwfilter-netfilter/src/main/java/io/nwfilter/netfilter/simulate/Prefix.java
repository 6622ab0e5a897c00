package io.nwfilter.netfilter.simulate;

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
record Prefix(IpAddress address, int length) {

  static Prefix parse(String text) {
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

  boolean isIpv4() {
    return address instanceof Ipv4Address;
  }

  /** {@return whether the network has an address of the same family} */
  boolean contains(Bits other) {
    Bits mask = Bits.prefix(length, address.length());
    return Bits.of(address).xor(other).and(mask).isZero();
  }

  /** {@return whether an address is the network's broadcast address} */
  boolean isBroadcast(Bits other) {
    Bits host = Bits.ones(address.length() - length);
    return isIpv4() && length < 31 && contains(other) && other.and(host).equals(host);
  }
}
