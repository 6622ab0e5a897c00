package io.nwfilter.netfilter.ruleset;

/**
 * Asks for the direction within a connection (iptables-extensions(8), {@code --ctdir}).
 *
 * @param reply whether the packet must answer; otherwise it must go the way of the first one
 */
public record ConnectionDirectionMatch(boolean reply) implements Match {

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
