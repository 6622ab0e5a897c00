package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.TcpFlags;

/**
 * Asks for TCP control bits (iptables-extensions(8), tcp).
 *
 * @param flags the bits that are looked at, and which of them must be set
 * @param negated whether they must stand otherwise
 */
public record TcpFlagsMatch(TcpFlags flags, boolean negated) implements Match {

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
