package io.nwfilter.netfilter.ruleset;

import io.nwfilter.netfilter.packet.Field;
import java.util.List;

/** How the options of one {@code -m conntrack} depend on each other. */
public final class ConntrackOptions {

  private static final String STATE = "state";

  private ConntrackOptions() {}

  /**
   * {@return whether the kernel does not ask a match of packets without a connection, which then
   * meet it: it asks for direction or status after the state in one {@code -m conntrack} (seen with
   * Linux 6.18)}
   *
   * @param matches the matches of a rule
   * @param index which of them, from 0
   */
  public static boolean areSkippedWithoutConnection(List<Match> matches, int index) {
    if (!isMore(matches.get(index))) {
      return false;
    }
    for (int i = index - 1; i >= 0; i--) {
      if (matches.get(i) instanceof FieldMatch field && field.field() == Field.CONNECTION_STATE) {
        return !STATE.equals(field.extension());
      }
      if (!isMore(matches.get(i))) {
        return false;
      }
    }
    return false;
  }

  private static boolean isMore(Match match) {
    return match instanceof FieldMatch field
        && !field.fresh()
        && (field.field() == Field.CONNECTION_DIRECTION
            || field.field() == Field.CONNECTION_STATUS);
  }
}
