package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.Match;
import java.util.Optional;
import java.util.function.Supplier;

/** A match, prepared for being asked often. */
abstract class Test {

  final Match match;

  Test(Match match) {
    this.match = match;
  }

  /** {@return whether a packet meets the match} */
  abstract Answer ask(Transit transit);

  /** {@return says what a packet has that does not meet the match; keeps nothing that changes} */
  abstract Supplier<String> found(Transit transit);

  /** {@return what is asked, if that has the same reply whenever it is asked about a packet} */
  Optional<Question> question(Transit transit) {
    return Optional.empty();
  }
}
