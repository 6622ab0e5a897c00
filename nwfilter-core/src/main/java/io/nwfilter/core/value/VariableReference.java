package io.nwfilter.core.value;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A reference to a variable, as it stands in a filter: {@code $IP}, {@code $IP[2]} or {@code
 * $IP[@1]}.
 *
 * @param name the variable's name, letters, digits and underscores; libvirt accepts an empty one,
 *     which no parameter can define
 * @param index the element that is meant, counted from 0; if absent, an iterator walks the list
 * @param iterator the iterator that walks the list, 0 to 1000; 0 if an index is given
 */
public record VariableReference(String name, OptionalInt index, int iterator) {

  /** The largest iterator id that libvirt accepts. */
  public static final int MAX_ITERATOR = 1000;

  /**
   * Checks name, index and iterator.
   *
   * @param name letters, digits and underscores
   * @param index the element that is meant, not negative
   * @param iterator the iterator, 0 to 1000
   */
  public VariableReference {
    if (!isName(name, 0, name.length())) {
      throw new IllegalValueException(name, "a variable name of letters, digits and underscores");
    }
    if (iterator < 0 || iterator > MAX_ITERATOR) {
      throw new IllegalArgumentException(
          "iterator id " + iterator + " is outside 0.." + MAX_ITERATOR);
    }
    if (index.isPresent() && index.getAsInt() < 0) {
      throw new IllegalArgumentException("index " + index.getAsInt() + " is negative");
    }
  }

  /**
   * {@return a reference under iterator 0, as {@code $NAME} means it}
   *
   * @param name the variable's name
   */
  public static VariableReference of(String name) {
    return new VariableReference(name, OptionalInt.empty(), 0);
  }

  /**
   * Returns the reference that a text means, if it has the form of one.
   *
   * @param text an attribute's value
   * @return the reference; empty if the text is none, as then it may be a literal
   */
  public static Optional<VariableReference> parse(String text) {
    if (!text.startsWith("$")) {
      return Optional.empty();
    }
    int bracket = text.indexOf('[');
    int end = bracket < 0 ? text.length() : bracket;
    if (!isName(text, 1, end)) {
      return Optional.empty();
    }
    String name = text.substring(1, end);
    if (bracket < 0) {
      return Optional.of(of(name));
    }
    boolean iterates = text.startsWith("@", bracket + 1);
    int start = iterates ? bracket + 2 : bracket + 1;
    int number = number(text, start);
    if (number < 0 || (iterates && number > MAX_ITERATOR)) {
      return Optional.empty();
    }
    return Optional.of(
        iterates
            ? new VariableReference(name, OptionalInt.empty(), number)
            : new VariableReference(name, OptionalInt.of(number), 0));
  }

  /** {@return the decimal number from the start up to a closing bracket at the end, or -1} */
  private static int number(String text, int start) {
    int end = text.length() - 1;
    if (start >= end || text.charAt(end) != ']' || end - start > 9) {
      return -1;
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      int digit = Numeral.digit(text.charAt(i), 10);
      if (digit < 0) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static boolean isName(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c != '_' && Numeral.digit(c, 36) < 0) {
        return false;
      }
    }
    return true;
  }

  /** {@return the canonical text, in which {@code $IP[@0]} is {@code $IP}} */
  @Override
  public String toString() {
    if (index.isPresent()) {
      return "$" + name + "[" + index.getAsInt() + "]";
    }
    return iterator == 0 ? "$" + name : "$" + name + "[@" + iterator + "]";
  }
}
