package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;

/**
 * A rule of nftables before it gets its counter and comment: one rule of a filter, or several in
 * one.
 *
 * @param matches what it asks
 * @param target what happens to the packets
 * @param origins where it comes from
 * @param comments the comments that filters give it
 */
record Line(
    ImmutableList<Match> matches,
    Target target,
    ImmutableList<Origin> origins,
    ImmutableList<Comment> comments) {

  /** {@return a line for one rule, whose comments are apart from its matches} */
  static Line of(List<Match> matches, Target target, Origin origin) {
    ImmutableList.Builder<Match> kept = ImmutableList.builder();
    ImmutableList.Builder<Comment> comments = ImmutableList.builder();
    for (Match match : matches) {
      if (match instanceof CommentMatch comment) {
        comments.add(comment.comment());
      } else {
        kept.add(match);
      }
    }
    return new Line(kept.build(), target, ImmutableList.of(origin), comments.build());
  }

  /** {@return a line without matches or an origin} */
  static Line of(Target target) {
    return new Line(ImmutableList.of(), target, ImmutableList.of(), ImmutableList.of());
  }

  /** {@return whether it only asks, so that it may be asked at another time as well} */
  boolean isPure() {
    for (Match match : matches) {
      if (!(match instanceof FieldMatch || match instanceof LookupMatch)) {
        return false;
      }
    }
    return true;
  }

  /** {@return whether all packets that reach it are decided by it} */
  boolean isFinal() {
    return target != Target.Verdict.CONTINUE
        && !(target instanceof Target.Jump)
        && matches.stream().allMatch(LogMatch.class::isInstance);
  }

  /** {@return the rule, with a counter and a comment if they are wanted} */
  ChainRule rule(FilterTableOptions options) {
    ImmutableList.Builder<Match> all = ImmutableList.<Match>builder().addAll(matches);
    if (options.counters()) {
      all.add(new CounterMatch());
    }
    if (options.comments()) {
      OriginComment.of(origins, comments).ifPresent(all::add);
    }
    return new ChainRule(all.build(), target, origins.isEmpty() ? Origin.NONE : origins.get(0));
  }
}
