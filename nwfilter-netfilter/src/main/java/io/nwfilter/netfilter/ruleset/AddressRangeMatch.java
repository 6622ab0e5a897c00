package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.IpAddress;

/**
 * Asks for an IP address between two (iptables-extensions(8), iprange).
 *
 * @param field {@link Field#IP_SOURCE} or {@link Field#IP_DESTINATION}
 * @param from the first address
 * @param to the last address; if it is before the first, no address is in the range
 * @param negated whether the address must be outside the range
 */
public record AddressRangeMatch(Field field, IpAddress from, IpAddress to, boolean negated)
    implements Match {

  /**
   * Checks the families.
   *
   * @param field {@link Field#IP_SOURCE} or {@link Field#IP_DESTINATION}
   * @param from the first address
   * @param to the last address; if it is before the first, no address is in the range
   * @param negated whether the address must be outside the range
   * @throws IllegalArgumentException if the addresses are of different families
   */
  public AddressRangeMatch {
    if (from.length() != to.length()) {
      throw new IllegalArgumentException(from + " and " + to + " are of different families");
    }
  }

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
