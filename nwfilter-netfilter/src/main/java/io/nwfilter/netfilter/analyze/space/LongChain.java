package io.nwfilter.netfilter.analyze.space;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A chain whose first matches are worth it. If its rules only ask for fields of packets, these are
 * made once for all ways on which nothing has changed the fields.
 */
final class LongChain {

  private final Chain chain;
  private final Set<Field> asked = EnumSet.noneOf(Field.class);
  private final boolean asksForMore;
  private boolean isMade;
  private Optional<FirstMatches> made = Optional.empty();

  LongChain(Chain chain) {
    this.chain = chain;
    boolean more = false;
    for (ChainRule rule : chain.rules()) {
      for (Match match : rule.matches()) {
        if (TypedAddresses.isAskedFor(match)) {
          more = true; // which depends on the host
        } else if (match instanceof FieldMatch one) {
          asked.add(one.field());
        } else if (match instanceof LookupMatch lookup
            && lookup.set() instanceof LookupMatch.Elements.Listed) {
          lookup.key().forEach(selector -> asked.add(selector.field()));
        } else {
          more |=
              !(match instanceof CommentMatch
                  || match instanceof CounterMatch
                  || match instanceof LogMatch);
        }
      }
    }
    this.asksForMore = more;
  }

  /**
   * {@return whether all packets meet the same rules as they do when they enter the host}
   *
   * @param changed the fields that may be other ones at this place
   */
  boolean asksForNoneOf(Set<Field> changed) {
    return !asksForMore && Collections.disjoint(asked, changed);
  }

  /**
   * {@return the first matches of packets as they enter the host; empty if there are too many
   * cases}
   *
   * @param diagrams the arena of the sets
   * @param matches which packets meet a match
   */
  Optional<FirstMatches> firstMatches(Diagrams diagrams, MatchSets matches) {
    if (!isMade) {
      made = FirstMatches.of(diagrams, chain, matches);
      isMade = true;
    }
    return made;
  }
}
