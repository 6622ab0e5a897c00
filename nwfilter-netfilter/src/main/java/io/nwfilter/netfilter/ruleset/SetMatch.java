package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.IpsetFlags;

/**
 * Asks whether the packet is in an ipset (iptables-extensions(8), set).
 *
 * @param set the name of the set
 * @param flags which end of the packet is looked up in each dimension
 */
public record SetMatch(IpsetName set, IpsetFlags flags) implements Match {

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
