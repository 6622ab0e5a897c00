package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.NftStatement;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import java.util.Set;
import java.util.function.Supplier;

/** A statement of nftables after which all packets go on, with something changed. */
final class StatementTest extends Test {

  private final Set<Field> changed;

  StatementTest(StatementMatch match) {
    super(match);
    this.changed = match.statement().changedFields().orElse(Set.of());
  }

  /** {@return what a statement does that packets go on after} */
  static Action action(NftStatement statement) {
    Set<Field> changed = statement.changedFields().orElse(Set.of());
    return changed.isEmpty()
        ? Action.NOTHING
        : transit -> {
          change(changed, transit);
          return Code.CONTINUE;
        };
  }

  private static void change(Set<Field> changed, Transit transit) {
    for (Field field : changed) {
      switch (field) {
        case MARK -> transit.mark = Mark.UNKNOWN;
        case CONNECTION_STATE -> transit.untracked = true;
        case CONNECTION_MARK -> {
          if (transit.tracked != null && transit.tracked.connection() != null) {
            transit.tracked.connection().mark = Mark.UNKNOWN;
          }
        }
        default -> throw new IllegalStateException("no statement changes " + field);
      }
    }
  }

  @Override
  Answer ask(Transit transit) {
    change(changed, transit);
    return Answer.YES;
  }

  @Override
  Supplier<String> found(Transit transit) {
    return () -> "";
  }
}
