package io.nwfilter.core.attribute;

import io.nwfilter.core.value.IllegalValueException;
import java.util.function.Function;

/**
 * What values an attribute takes: how they are read, checked and printed.
 *
 * @param <T> the type of the values
 */
public final class ValueType<T> {

  private final String description;
  private final Function<String, T> parser;
  private final Function<T, String> printer;

  ValueType(String description, Function<String, T> parser, Function<T, String> printer) {
    this.description = description;
    this.parser = parser;
    this.printer = printer;
  }

  ValueType(String description, Function<String, T> parser) {
    this(description, parser, String::valueOf);
  }

  /** Returns what is legal, in words that fit behind "expected". */
  public String description() {
    return description;
  }

  /**
   * Returns the value that a text means, in canonical form.
   *
   * @param text the text, as it stands in the document
   * @throws IllegalValueException if it is not of this type
   */
  public T parse(String text) {
    return parser.apply(text);
  }

  /**
   * Returns the canonical text of a value, as {@code virsh nwfilter-dumpxml} shows it.
   *
   * @param value a value of this type
   */
  public String print(T value) {
    return printer.apply(value);
  }

  /**
   * Returns a value in canonical form after checking it as if it had been read.
   *
   * @param value a value that was built in code
   * @throws IllegalValueException if it is not legal here
   */
  public T check(T value) {
    return parse(print(value));
  }
}
