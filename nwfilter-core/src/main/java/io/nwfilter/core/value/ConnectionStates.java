package io.nwfilter.core.value;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.EnumSet;
import java.util.Set;

/**
 * Connection states as a filter names them.
 *
 * @param states the states that match, in the order of {@link ConnectionState}
 * @param none whether it is {@code NONE}: the rule matches no states, not even the ones that an
 *     accepting rule matches on its own
 */
public record ConnectionStates(Set<ConnectionState> states, boolean none) {

  private static final CharMatcher BLANKS = CharMatcher.anyOf(" \t\r\n");
  private static final Splitter NAMES = Splitter.on(',').trimResults(BLANKS).omitEmptyStrings();

  /** No state match at all. */
  public static final ConnectionStates NONE = new ConnectionStates(ImmutableSet.of(), true);

  /** The empty text, which libvirt treats as if the attribute were absent. */
  public static final ConnectionStates UNSPECIFIED = new ConnectionStates(ImmutableSet.of(), false);

  /**
   * Brings the states into their canonical order.
   *
   * @param states the states, in any order; none of them with {@code NONE}
   * @param none whether it is {@code NONE}
   */
  public ConnectionStates {
    states = none ? ImmutableSet.of() : Sets.immutableEnumSet(states);
  }

  /**
   * {@return a set of states}
   *
   * @param states the states, at least one
   */
  public static ConnectionStates of(ConnectionState... states) {
    return new ConnectionStates(ImmutableSet.copyOf(states), false);
  }

  /**
   * {@return the set that a text such as {@code NEW,ESTABLISHED} means} Case does not matter, nor
   * do blanks around names and commas without one; {@code NONE} anywhere in it overrides the rest.
   *
   * @param text names separated by commas
   * @throws IllegalValueException if a name is unknown
   */
  public static ConnectionStates parse(String text) {
    Set<ConnectionState> states = EnumSet.noneOf(ConnectionState.class);
    boolean none = false;
    for (String name : NAMES.split(text)) {
      if (Ascii.equalsIgnoreCase(name, "NONE")) {
        none = true;
      } else {
        states.add(state(name, text));
      }
    }
    return new ConnectionStates(ImmutableSet.copyOf(states), none);
  }

  /**
   * {@return the set that libvirt reads from a text that has blanks between names}
   *
   * @param text names with commas or blanks between
   * @throws IllegalValueException if a name is unknown
   */
  public static ConnectionStates parseBlanks(String text) {
    return parse(BLANKS.replaceFrom(text, ','));
  }

  private static ConnectionState state(String name, String text) {
    try {
      return ConnectionState.valueOf(Ascii.toUpperCase(name));
    } catch (IllegalArgumentException e) {
      throw new IllegalValueException(
          text, "NONE or a list of NEW, ESTABLISHED, RELATED and INVALID");
    }
  }

  /** {@return the canonical text} */
  @Override
  public String toString() {
    return none ? "NONE" : Joiner.on(',').join(states);
  }
}
