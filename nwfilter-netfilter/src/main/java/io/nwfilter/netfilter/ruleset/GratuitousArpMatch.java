package io.nwfilter.netfilter.ruleset;

/**
 * Asks for ARP in which sender and target address are the same (ebtables(8), {@code
 * --arp-gratuitous}).
 *
 * @param negated whether they must differ
 */
public record GratuitousArpMatch(boolean negated) implements Match {

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
