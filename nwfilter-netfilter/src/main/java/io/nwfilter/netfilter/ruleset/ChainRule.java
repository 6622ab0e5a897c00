package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A rule of a chain: what happens to packets that meet all matches.
 *
 * @param matches the matches in the order in which the kernel evaluates them
 * @param target what happens to the packets
 * @param comment a comment, which the tools print
 */
public record ChainRule(ImmutableList<Match> matches, Target target, Optional<Comment> comment) {

  /**
   * Checks that all components are given.
   *
   * @param matches the matches
   * @param target what happens to the packets
   * @param comment a comment, if any
   */
  public ChainRule {
    requireNonNull(matches);
    requireNonNull(target);
    requireNonNull(comment);
  }

  /**
   * {@return a rule without a comment}
   *
   * @param target what happens to the packets
   * @param matches the matches in order
   */
  public static ChainRule of(Target target, Match... matches) {
    return new ChainRule(ImmutableList.copyOf(matches), target, Optional.empty());
  }
}
