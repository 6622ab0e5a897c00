package io.nwfilter.core.filter;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.value.Value;
import java.util.Optional;

/**
 * One attribute of a rule: what it compares, with what, and whether the comparison is negated.
 *
 * @param <T> the type of the value
 * @param spec the row of the attribute table
 * @param value the value, or the variable that takes its place
 * @param negated whether it is in an element with {@code match='no'}
 */
public record Condition<T>(AttributeSpec<T> spec, Value<T> value, boolean negated) {

  /**
   * Checks that all components are given.
   *
   * @param spec the row of the attribute table
   * @param value the value, or the variable that takes its place
   * @param negated whether it is negated
   */
  public Condition {
    requireNonNull(spec, "spec");
    requireNonNull(value, "value");
  }

  /** {@return the canonical text of the value, as it appears in XML} */
  public String text() {
    return spec.print(value);
  }

  /**
   * {@return the iterator that walks the list of a variable, 0 for a variable without one; empty
   * for literals and for single elements of a list}
   */
  public Optional<Integer> iterator() {
    return value instanceof Value.Variable<?> variable && variable.reference().index().isEmpty()
        ? Optional.of(variable.reference().iterator())
        : Optional.empty();
  }

  /** {@return the attribute as XML has it, for messages: {@code srcipaddr='10.0.0.1'}} */
  @Override
  public String toString() {
    return (negated ? "not " : "") + spec.attribute() + "='" + text() + "'";
  }
}
