package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;
import java.util.Optional;

/**
 * Something that is not known, and what a course assumes of it.
 *
 * <ul>
 *   <li>{@link OfRule}: whether a rule is met, or what its target does
 *   <li>{@link OfNeighbor}: who replies when the host asks who has an address
 * </ul>
 */
public sealed interface Assumption {

  /** {@return what is assumed, as the end of a sentence whose subject it is about} */
  String assumed();

  /**
   * {@return what a match asks for, such as {@code in set trusted src}}
   *
   * @param match the match
   */
  static String wanted(Match match) {
    return Wording.wanted(match);
  }

  /**
   * Something that is not known of a rule.
   *
   * @param rule the rule that it is about
   * @param unknown the matches of which it is not known whether they are met; empty if it is not
   *     known what the target does
   * @param assumed what is assumed: {@code met} or {@code not met}, {@code open} if it does not
   *     matter; of a target that it {@code goes on}, {@code accepts}, {@code drops} or {@code
   *     translates}, or that it {@code takes the first address} or {@code takes the last address}
   *     of a range
   */
  record OfRule(Decision.ByRule rule, List<Match> unknown, String assumed) implements Assumption {

    /**
     * Checks that all components are given.
     *
     * @param rule the rule that it is about
     * @param unknown the matches
     * @param assumed what is assumed
     */
    public OfRule {
      requireNonNull(rule, "rule");
      unknown = ImmutableList.copyOf(requireNonNull(unknown, "unknown"));
      requireNonNull(assumed, "assumed");
    }

    /**
     * {@return what each of the unknown matches asks for, such as {@code in set trusted src},
     * {@code limit --limit 5/second} or, of an extension that is not known, the words of the rule}
     */
    public List<String> wanted() {
      return unknown.stream().map(Assumption::wanted).collect(ImmutableList.toImmutableList());
    }
  }

  /**
   * Who replies when the host asks by ARP or neighbour discovery who has an address on a bridge.
   *
   * @param address the address
   * @param port the port of the bridge that the reply comes from; empty if no one replies
   */
  record OfNeighbor(IpAddress address, Optional<End> port) implements Assumption {

    /**
     * Checks that both are given.
     *
     * @param address the address
     * @param port the port that the reply comes from
     */
    public OfNeighbor {
      requireNonNull(address, "address");
      requireNonNull(port, "port");
    }

    /** {@return that it is at a port, or that no one has it} */
    @Override
    public String assumed() {
      return port.map(end -> "at " + end).orElse("not there");
    }

    /** {@return what is assumed, as a part of a sentence} */
    @Override
    public String toString() {
      return port.map(end -> "the reply for " + address + " comes from " + end)
          .orElse("no one replies for " + address);
    }
  }
}
