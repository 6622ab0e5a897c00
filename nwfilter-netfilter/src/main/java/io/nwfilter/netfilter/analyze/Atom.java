package io.nwfilter.netfilter.analyze;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.Match;

/**
 * A question whose reply the fields of a packet do not give: a variable of its own.
 *
 * @param match the match that asks
 * @param occurrence 0 if all who ask the same of a packet get the same reply; otherwise the number
 *     of the question, from 1, as each gets a reply of its own: two rate limits differ
 */
record Atom(Match match, int occurrence) {

  Atom {
    requireNonNull(match, "match");
  }
}
