package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;

import io.nwfilter.core.value.IpAddress;

/**
 * A range of addresses.
 *
 * @param first the first
 * @param last the last, of the same family
 */
public record AddressSpan(IpAddress first, IpAddress last) {

  /**
   * Checks the families.
   *
   * @param first the first
   * @param last the last
   * @throws IllegalArgumentException if they are of different families
   */
  public AddressSpan {
    checkArgument(
        first.length() == last.length(), "%s and %s are of different families", first, last);
  }
}
