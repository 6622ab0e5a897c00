package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.SetMatch;
import java.util.List;

/**
 * Something that is not known, but has the same reply whenever it is asked about a packet. A match
 * and its negation ask the same.
 *
 * @param subject what is asked
 * @param negated whether a match that asks it is met by a negative reply
 */
record Question(Object subject, boolean negated) {

  private static final Bits YES = Bits.of(1);

  /** {@return what a match asks} */
  static Question of(Match match) {
    if (match instanceof SetMatch set) {
      return new Question(new SetMatch(set.set(), set.flags(), false), set.negated());
    }
    if (match instanceof EitherPortMatch port) {
      return new Question(port.ports(), port.negated());
    }
    if (match instanceof FieldMatch asked) {
      return asked.field().width() == 1
          ? new Question(asked.field(), asked.values().contains(YES) == asked.negated())
          : new Question(List.of(asked.field(), asked.values()), asked.negated());
    }
    return new Question(match, false);
  }
}
