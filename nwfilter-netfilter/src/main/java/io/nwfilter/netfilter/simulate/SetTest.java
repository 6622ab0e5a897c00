package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.ruleset.SetMatch;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a set, whose members are not known unless they are given, nor once rules have changed it.
 */
final class SetTest extends Test {

  private final SetMatch asked;
  private final @Nullable PacketClass members;

  SetTest(SetMatch match, @Nullable PacketClass members) {
    super(match);
    this.asked = match;
    this.members = members;
  }

  private int changes(Transit transit) {
    return transit.run.changesOf(asked.set().name());
  }

  @Override
  Answer ask(Transit transit) {
    if (members == null || changes(transit) > 0) {
      return Answer.UNKNOWN;
    }
    return Answer.of(members.contains(transit.packet) != asked.negated());
  }

  @Override
  Supplier<String> found(Transit transit) {
    return () -> asked.negated() ? "in the set" : "not in the set";
  }

  /** A set has the same reply as long as no rule changes it. */
  @Override
  Optional<Question> question(Transit transit) {
    Question now = Question.of(asked);
    int changes = changes(transit);
    return Optional.of(
        changes == 0 ? now : new Question(List.of(now.subject(), changes), now.negated()));
  }
}
