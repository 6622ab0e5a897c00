package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.ConntrackOptions;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks for more of a connection, of packets that have one; all others meet it. */
final class ConntrackTest extends Test {

  private final Test asked;

  private ConntrackTest(Test asked) {
    super(asked.match);
    this.asked = asked;
  }

  /** {@return the test of a match, as it is after those before it} */
  static Test after(List<Match> matches, int number, Test asked) {
    return ConntrackOptions.areSkippedWithoutConnection(matches, number)
        ? new ConntrackTest(asked)
        : asked;
  }

  @Override
  Answer ask(Transit transit) {
    boolean hasConnection = transit.tracked != null && transit.tracked.connection() != null;
    return hasConnection ? asked.ask(transit) : Answer.YES;
  }

  @Override
  Supplier<String> found(Transit transit) {
    return asked.found(transit);
  }

  @Override
  Optional<Question> question(Transit transit) {
    return asked.question(transit);
  }
}
