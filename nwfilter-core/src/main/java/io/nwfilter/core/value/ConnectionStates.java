package io.nwfilter.core.value;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The value of the attribute {@code state}: a set of connection states, where the empty set means
 * {@code NONE}, no state match at all.
 *
 * @param states the states, in the order of {@link ConnectionState}
 */
public record ConnectionStates(ImmutableSet<ConnectionState> states) {

  /** No state match. */
  public static final ConnectionStates NONE = new ConnectionStates(ImmutableSet.of());

  /**
   * Brings the states into their canonical order.
   *
   * @param states the states, in any order
   */
  public ConnectionStates {
    states = Sets.immutableEnumSet(states);
  }

  /**
   * Returns a set of states.
   *
   * @param states the states, at least one
   */
  public static ConnectionStates of(ConnectionState... states) {
    return new ConnectionStates(ImmutableSet.copyOf(states));
  }

  /**
   * Returns the set that a text such as {@code NEW,ESTABLISHED} means. Case does not matter; {@code
   * NONE} anywhere in it wins over the rest.
   *
   * @param text names with commas between
   * @throws IllegalValueException if a name is unknown
   */
  public static ConnectionStates parse(String text) {
    Set<ConnectionState> states = EnumSet.noneOf(ConnectionState.class);
    boolean none = text.isEmpty();
    for (String name : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      if (name.equalsIgnoreCase("NONE")) {
        none = true;
      } else {
        states.add(state(name, text));
      }
    }
    return none ? NONE : new ConnectionStates(ImmutableSet.copyOf(states));
  }

  private static ConnectionState state(String name, String text) {
    try {
      return ConnectionState.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalValueException(
          text, "NONE or a list out of NEW, ESTABLISHED, RELATED and INVALID");
    }
  }

  /** Returns the canonical text. */
  @Override
  public String toString() {
    return states.isEmpty() ? "NONE" : Joiner.on(',').join(states);
  }
}
