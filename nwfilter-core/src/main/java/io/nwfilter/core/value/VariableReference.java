package io.nwfilter.core.value;

import com.google.common.base.CharMatcher;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A reference to a variable, as it appears in a filter: {@code $IP}, {@code $IP[2]} or {@code
 * $IP[@1]}.
 *
 * @param name the variable's name, letters, digits and underscores; libvirt accepts an empty one
 * @param index the element that is meant, counted from 0 to 2<sup>32</sup>−1; if absent, an
 *     iterator walks the list
 * @param iterator the iterator that walks the list, 0 to 1000; 0 if an index is given
 */
public record VariableReference(String name, OptionalLong index, int iterator) {

  private static final CharMatcher BLANKS = CharMatcher.anyOf(" \t\n\u000b\f\r");

  private static final long MAX_INDEX = 0xffff_ffffL;

  /** The largest iterator id that libvirt accepts. */
  public static final int MAX_ITERATOR = 1000;

  /**
   * Checks name, index and iterator.
   *
   * @param name letters, digits and underscores
   * @param index the element that is meant, 0 to 2<sup>32</sup>−1
   * @param iterator the iterator, 0 to 1000
   * @throws IllegalValueException if the name has other characters
   * @throws IllegalArgumentException if index or iterator is out of range, or both are given
   */
  public VariableReference {
    if (!isName(name, 0, name.length())) {
      throw new IllegalValueException(name, "a variable name of letters, digits and underscores");
    }
    if (iterator < 0 || iterator > MAX_ITERATOR) {
      throw new IllegalArgumentException(
          "iterator id " + iterator + " is outside 0.." + MAX_ITERATOR);
    }
    if (index.isPresent() && iterator != 0) {
      throw new IllegalArgumentException(
          "index " + index.getAsLong() + " and iterator " + iterator + " exclude each other");
    }
    if (index.isPresent() && index.getAsLong() < 0) {
      throw new IllegalArgumentException("index " + index.getAsLong() + " is negative");
    }
    if (index.isPresent() && index.getAsLong() > MAX_INDEX) {
      throw new IllegalArgumentException("index " + index.getAsLong() + " is above " + MAX_INDEX);
    }
  }

  /**
   * {@return a reference under iterator 0, as {@code $NAME} means it}
   *
   * @param name the variable's name
   */
  public static VariableReference of(String name) {
    return new VariableReference(name, OptionalLong.empty(), 0);
  }

  /**
   * Returns the reference that a text means, if it has the form of one.
   *
   * @param text an attribute's value
   * @return the reference; empty if the text is not one, as it may be a literal then
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
    return text.endsWith("]")
        ? element(name, iterates, number(text, start, text.length() - 1))
        : Optional.empty();
  }

  /**
   * Returns the reference that libvirt reads from a text: between the brackets it reads numbers as
   * strtoul(3) does, with blanks, a sign, and −1 for 2<sup>32</sup>−1, and it ignores what follows
   * them.
   *
   * @param text a text that begins like a reference, but that is not one for {@link #parse}
   * @return the reference; empty if libvirt does not read it as one either
   */
  public static Optional<VariableReference> tolerate(String text) {
    int bracket = text.indexOf('[');
    int close = text.indexOf(']', bracket + 1);
    if (!text.startsWith("$") || bracket < 0 || close < 0 || !isName(text, 1, bracket)) {
      return Optional.empty();
    }
    String number = BLANKS.trimFrom(text.substring(bracket + 1, close));
    boolean iterates = number.startsWith("@");
    if (iterates) {
      number = BLANKS.trimLeadingFrom(number.substring(1));
    }
    return element(text.substring(1, bracket), iterates, signed(number));
  }

  private static Optional<VariableReference> element(String name, boolean iterates, long number) {
    if (number < 0 || (iterates && number > MAX_ITERATOR)) {
      return Optional.empty();
    }
    return Optional.of(
        iterates
            ? new VariableReference(name, OptionalLong.empty(), (int) number)
            : new VariableReference(name, OptionalLong.of(number), 0));
  }

  /** {@return the number that libvirt reads from a text without blanks, or -1} */
  private static long signed(String text) {
    boolean negative = text.startsWith("-");
    long number = number(text, negative || text.startsWith("+") ? 1 : 0, text.length());
    return negative && number > 0 ? MAX_INDEX + 1 - number : number;
  }

  /** {@return a decimal number up to the largest index, or -1} */
  private static long number(String text, int start, int end) {
    long number = start < end ? 0 : -1;
    for (int i = start; i < end && number >= 0; i++) {
      int digit = Numeral.digit(text.charAt(i), 10);
      number = digit < 0 || number > MAX_INDEX ? -1 : number * 10 + digit;
    }
    return number > MAX_INDEX ? -1 : number;
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
      return "$" + name + "[" + index.getAsLong() + "]";
    }
    return iterator == 0 ? "$" + name : "$" + name + "[@" + iterator + "]";
  }
}
