package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.IpAddress;

/**
 * Asks for an IP address in a network.
 *
 * @param field the field that is compared
 * @param network the wanted bits
 * @param prefixLength how many leading bits are compared, 0 to 32 or 128
 * @param negated whether the address must be outside the network
 */
public record AddressMatch(Field field, IpAddress network, int prefixLength, boolean negated)
    implements Match {

  /**
   * Checks the prefix length, and clears the bits of the network behind it.
   *
   * @param field the field that is compared
   * @param network the wanted bits
   * @param prefixLength how many leading bits are compared, 0 to 32 or 128
   * @param negated whether the address must be outside the network
   * @throws IllegalArgumentException if the prefix is longer than the address
   */
  public AddressMatch {
    if (prefixLength < 0 || prefixLength > network.length()) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " is outside 0.." + network.length());
    }
    network = network.masked(prefixLength);
  }

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
