package io.nwfilter.core.attribute;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IllegalValueException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What values an attribute takes: how they are read, checked and printed.
 *
 * @param <T> the type of the values
 */
public final class ValueType<T> {

  private final ValueKind kind;
  private final String description;
  private final Function<String, T> parser;
  private final Function<T, String> printer;
  private final Function<String, T> substitution;
  private final Function<String, T> tolerance;
  private final Optional<Bounds> range;
  private final ImmutableSet<String> names;

  ValueType(
      ValueKind kind, String description, Function<String, T> parser, Function<T, String> printer) {
    this.kind = kind;
    this.description = description;
    this.parser = parser;
    this.printer = printer;
    this.substitution = parser;
    this.tolerance = parser;
    this.range = Optional.empty();
    this.names = ImmutableSet.of();
  }

  private ValueType(
      ValueType<T> literal,
      Function<String, T> substitution,
      Function<String, T> tolerance,
      Optional<Bounds> range,
      ImmutableSet<String> names) {
    this.kind = literal.kind;
    this.range = range;
    this.names = names;
    this.tolerance = tolerance;
    this.description = literal.description;
    this.parser = literal.parser;
    this.printer = literal.printer;
    this.substitution = substitution;
  }

  /** {@return this type with another way to read what variables are replaced by} */
  ValueType<T> withSubstitution(Function<String, T> other) {
    return new ValueType<>(this, other, tolerance, range, names);
  }

  /** {@return this type with a way to read what libvirt takes although it is not legal} */
  ValueType<T> withTolerance(Function<String, T> other) {
    return new ValueType<>(this, substitution, other, range, names);
  }

  /** {@return this type with the range of its numbers} */
  ValueType<T> withRange(long min, long max) {
    return new ValueType<>(this, substitution, tolerance, Optional.of(new Bounds(min, max)), names);
  }

  /** {@return this type with the names that some of its numbers have} */
  ValueType<T> withNames(Set<String> some) {
    return new ValueType<>(this, substitution, tolerance, range, ImmutableSet.copyOf(some));
  }

  ValueType(ValueKind kind, String description, Function<String, T> parser) {
    this(kind, description, parser, String::valueOf);
  }

  /** {@return what sort of text it is} */
  public ValueKind kind() {
    return kind;
  }

  /** {@return the names that some of its numbers have; empty if none have} */
  public Set<String> names() {
    return names;
  }

  /** {@return the range of its numbers; empty if it has none} */
  public Optional<Bounds> range() {
    return range;
  }

  /** {@return what is legal, in words that fit after "expected"} */
  public String description() {
    return description;
  }

  /**
   * {@return the value that a text means, in canonical form}
   *
   * @param text the text, as it appears in the document
   * @throws IllegalValueException if it is not of this type
   */
  public T parse(String text) {
    return parser.apply(text);
  }

  /**
   * Returns the value that libvirt reads from a text that is not of this type, by ignoring a part
   * of it or by reading it in a way that was hardly meant: a negative number as one near
   * 2<sup>32</sup>, a MAC address that something follows.
   *
   * @param text a text that {@link #parse} refuses
   * @return the value; empty if libvirt refuses the text as well
   */
  public Optional<T> tolerate(String text) {
    try {
      return Optional.of(tolerance.apply(text));
    } catch (IllegalValueException e) {
      return Optional.empty();
    }
  }

  /**
   * {@return the value that the text of a parameter means as the value of a variable} libvirt hands
   * that text to netfilter as it is, which reads some forms differently from how libvirt reads
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
