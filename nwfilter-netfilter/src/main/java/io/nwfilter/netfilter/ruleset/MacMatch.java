package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.MacAddress;

/**
 * Asks for a MAC address under a mask.
 *
 * @param field the field that is compared
 * @param address the wanted bits; bits outside the mask are cleared
 * @param mask the bits that are compared
 * @param negated whether the field must differ
 */
public record MacMatch(Field field, MacAddress address, MacAddress mask, boolean negated)
    implements Match {

  /**
   * Clears the bits of the address that the mask does not compare.
   *
   * @param field the field that is compared
   * @param address the wanted bits; bits outside the mask are cleared
   * @param mask the bits that are compared
   * @param negated whether the field must differ
   */
  public MacMatch {
    address = new MacAddress(address.bits() & mask.bits());
  }

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
