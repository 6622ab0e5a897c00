package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * Asks nothing: it logs the packets that get to its place among the rule's matches (nft(8), "Log
 * statement"). In iptables that is a target of its own.
 *
 * @param options its options in order: {@code prefix}, {@code level}, {@code group}, {@code
 *     snaplen}, {@code queue-threshold}, {@code flags}
 */
public record LogMatch(List<OptionUse> options) implements Match {

  /**
   * Checks that there is a list.
   *
   * @param options its options
   */
  public LogMatch {
    options = ImmutableList.copyOf(requireNonNull(options, "options"));
  }

  /**
   * {@return a match that logs}
   *
   * @param options its options in order
   */
  public static LogMatch of(OptionUse... options) {
    return new LogMatch(ImmutableList.copyOf(options));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
