package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.IpsetFlags;

/**
 * Asks whether the packet is in an ipset (iptables-extensions(8), set).
 *
 * @param set the name of the set
 * @param flags which end of the packet is looked up in each dimension
 * @param negated whether the packet must not be in the set
 */
public record SetMatch(IpsetName set, IpsetFlags flags, boolean negated) implements Match {

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
