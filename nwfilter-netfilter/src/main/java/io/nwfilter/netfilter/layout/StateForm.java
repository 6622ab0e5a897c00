package io.nwfilter.netfilter.layout;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.util.List;

/** By which extension a release asks for the state of a connection. */
public final class StateForm {

  /** By {@code -m conntrack --ctstate}. */
  public static final StateForm CONNTRACK = new StateForm("");

  /** By {@code -m state --state}. */
  public static final StateForm STATE = new StateForm("state");

  private final String extension;
  private final FieldMatch starts;
  private final FieldMatch replies;
  private final FieldMatch wanted;

  /**
   * Makes a form.
   *
   * @param extension the extension, if it is not the usual one
   */
  private StateForm(String extension) {
    this.extension = extension;
    this.starts = match(List.of(TrackedState.NEW, TrackedState.ESTABLISHED));
    this.replies = match(List.of(TrackedState.ESTABLISHED));
    this.wanted = match(List.of(TrackedState.RELATED, TrackedState.ESTABLISHED));
  }

  /** {@return the match on packets of connections that a machine may begin} */
  public FieldMatch starts() {
    return starts;
  }

  /** {@return the match on packets of connections that were let through before} */
  public FieldMatch replies() {
    return replies;
  }

  /** {@return the match on replies, and on connections that belong to others} */
  public FieldMatch wanted() {
    return wanted;
  }

  /**
   * {@return the match on some states}
   *
   * @param states the states, in the order in which they are listed
   */
  public FieldMatch match(List<TrackedState> states) {
    Values values = Values.anyOf(states.stream().mapToLong(TrackedState::bit).toArray());
    FieldMatch match = FieldMatch.of(Field.CONNECTION_STATE, values);
    return extension.isEmpty() ? match : match.via(extension);
  }
}
