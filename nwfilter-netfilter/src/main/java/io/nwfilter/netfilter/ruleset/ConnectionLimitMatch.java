package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalInt;

/**
 * Asks how many connections a host or network has (iptables-extensions(8), connlimit).
 *
 * @param destination whether the destination's are counted, not the source's
 * @param above matches if there are more than that many
 * @param prefixLength how many leading bits of the address make a network; all of them if empty
 * @param negated whether there must be at most that many
 */
public record ConnectionLimitMatch(
    boolean destination, long above, OptionalInt prefixLength, boolean negated) implements Match {

  /**
   * Checks that the number has at most 32 bits.
   *
   * @param destination whether the destination's are counted
   * @param above matches if there are more than that many
   * @param prefixLength how many leading bits of the address make a network
   * @param negated whether there must be at most that many
   * @throws IllegalArgumentException if a number is out of range
   */
  public ConnectionLimitMatch {
    checkArgument(
        above >= 0 && above >>> 32 == 0, "connection limit %s is outside 0..4294967295", above);
    int length = prefixLength.orElse(0);
    checkArgument(length >= 0 && length <= 128, "prefix length %s is outside 0..128", length);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
