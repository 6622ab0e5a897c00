package io.nwfilter.core.attribute;

import com.google.common.collect.Range;
import io.nwfilter.core.value.IllegalValueException;
import java.util.Optional;
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
  private final Function<String, T> substitution;
  private final Optional<Range<Long>> range;

  ValueType(String description, Function<String, T> parser, Function<T, String> printer) {
    this.description = description;
    this.parser = parser;
    this.printer = printer;
    this.substitution = parser;
    this.range = Optional.empty();
  }

  private ValueType(
      ValueType<T> literal, Function<String, T> substitution, Optional<Range<Long>> range) {
    this.range = range;
    this.description = literal.description;
    this.parser = literal.parser;
    this.printer = literal.printer;
    this.substitution = substitution;
  }

  /** {@return this type with another way to read what variables are replaced by} */
  ValueType<T> withSubstitution(Function<String, T> other) {
    return new ValueType<>(this, other, range);
  }

  /** {@return this type with the range of its numbers} */
  ValueType<T> withRange(long min, long max) {
    return new ValueType<>(this, substitution, Optional.of(Range.closed(min, max)));
  }

  ValueType(String description, Function<String, T> parser) {
    this(description, parser, String::valueOf);
  }

  /** {@return the range of its numbers; empty if it has none} */
  public Optional<Range<Long>> range() {
    return range;
  }

  /** {@return what is legal, in words that fit behind "expected"} */
  public String description() {
    return description;
  }

  /**
   * {@return the value that a text means, in canonical form}
   *
   * @param text the text, as it stands in the document
   * @throws IllegalValueException if it is not of this type
   */
  public T parse(String text) {
    return parser.apply(text);
  }

  /**
   * {@return the value that the text of a parameter means in the place of a variable} libvirt hands
   * that text to netfilter as it is, which reads some forms in another way than libvirt reads
   * literals ({@code 010}, {@code 10.1.2}); those are refused.
   *
   * @param text a parameter's value
   * @throws IllegalValueException if it is not of this type, or ambiguous
   */
  public T substitute(String text) {
    return substitution.apply(text);
  }

  /**
   * {@return the canonical text of a value, as {@code virsh nwfilter-dumpxml} shows it}
   *
   * @param value a value of this type
   */
  public String print(T value) {
    return printer.apply(value);
  }
}
