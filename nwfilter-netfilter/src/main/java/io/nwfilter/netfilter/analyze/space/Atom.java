package io.nwfilter.netfilter.analyze.space;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.Match;

/**
 * A question whose reply the fields of a packet do not give: a variable of its own.
 *
 * @param match the match that asks
 * @param occurrence 0 if all who ask the same of a packet get the same reply; otherwise how often
 *     it was asked there, from 1, as each gets a reply of its own: two rate limits differ
 * @param asker who asks it; the same one on another host gets the same replies
 */
record Atom(Match match, int occurrence, Object asker) {

  private static final Object ANY_ONE = "any";

  /** {@return the question whose reply does not depend on who asks} */
  static Atom same(Match match) {
    return new Atom(match, 0, ANY_ONE);
  }

  Atom {
    requireNonNull(match, "match");
    requireNonNull(asker, "asker");
  }
}
