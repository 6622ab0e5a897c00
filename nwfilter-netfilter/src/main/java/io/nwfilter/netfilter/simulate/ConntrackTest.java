package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks for more of a connection after its state, in one {@code -m conntrack}: of a packet without a
 * connection, whose state was met, the kernel asks nothing else (seen with Linux 6.18).
 */
final class ConntrackTest extends Test {

  private static final String STATE = "state";

  private final Test asked;

  private ConntrackTest(Test asked) {
    super(asked.match);
    this.asked = asked;
  }

  /** {@return the test of a match, as it is after those before it} */
  static Test after(List<Match> matches, int number, Test asked) {
    return isMore(matches.get(number)) && hasState(matches, number)
        ? new ConntrackTest(asked)
        : asked;
  }

  private static boolean isMore(Match match) {
    return match instanceof FieldMatch field
        && !field.fresh()
        && (field.field() == Field.CONNECTION_DIRECTION
            || field.field() == Field.CONNECTION_STATUS);
  }

  private static boolean hasState(List<Match> matches, int number) {
    for (int i = number - 1; i >= 0; i--) {
      if (matches.get(i) instanceof FieldMatch field && field.field() == Field.CONNECTION_STATE) {
        return !STATE.equals(field.extension());
      }
      if (!isMore(matches.get(i))) {
        return false;
      }
    }
    return false;
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
  Optional<Question> question() {
    return asked.question();
  }
}
