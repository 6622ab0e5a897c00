package io.nwfilter.netfilter.ruleset;

/**
 * Asks nothing: it counts the packets that get to its place among the rule's matches (nft(8),
 * "Counter statement"). What it has counted is {@link ChainRule#counters()}. A rule of iptables
 * always counts, and has no such match.
 */
public record CounterMatch() implements Match {

  /** The only value there is. */
  public static final CounterMatch COUNTER = new CounterMatch();

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
