package io.nwfilter.netfilter.analyze.space;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;

/**
 * A rule that asks what is not known. It is the same rule on another host if it asks the same in
 * the chain of that name, whatever rules are around it and whatever it does then: of several such
 * rules, the first is the first one there.
 *
 * @param place where the chain is called, or for what it is looked at
 * @param chain the name of the chain
 * @param matches what the rule asks
 * @param occurrence how many such rules the chain has up to this one
 */
record AskingRule(Object place, String chain, List<Match> matches, int occurrence) {

  AskingRule {
    requireNonNull(place, "place");
    requireNonNull(chain, "chain");
    matches = ImmutableList.copyOf(matches);
  }

  static AskingRule of(Object place, Chain chain, int rule) {
    List<Match> matches = asking(chain.rules().get(rule));
    int occurrence = 1;
    for (ChainRule earlier : chain.rules().subList(0, rule)) {
      occurrence += asking(earlier).equals(matches) ? 1 : 0;
    }
    return new AskingRule(place, chain.name(), matches, occurrence);
  }

  private static List<Match> asking(ChainRule rule) {
    return rule.matches().stream()
        .filter(match -> !(match instanceof CommentMatch || match instanceof CounterMatch))
        .toList();
  }
}
