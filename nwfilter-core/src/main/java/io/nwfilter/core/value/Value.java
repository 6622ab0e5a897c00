package io.nwfilter.core.value;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * The value of an attribute.
 *
 * <ul>
 *   <li>{@link Literal}: a value
 *   <li>{@link Variable}: a reference that resolution replaces by values
 * </ul>
 *
 * @param <T> the type of the attribute's values
 */
public sealed interface Value<T> {

  /**
   * Returns what one of the functions makes of this value.
   *
   * @param <R> the type of the result
   * @param literal for a {@link Literal}
   * @param variable for a {@link Variable}
   * @return what the function returned
   */
  <R> R fold(Function<? super T, R> literal, Function<VariableReference, R> variable);

  /**
   * A value that is written in the filter itself.
   *
   * @param <T> the type of the value
   * @param value the value
   */
  record Literal<T>(T value) implements Value<T> {

    /**
     * Checks that a value is given.
     *
     * @param value the value
     */
    public Literal {
      requireNonNull(value, "value");
    }

    @Override
    public <R> R fold(Function<? super T, R> literal, Function<VariableReference, R> variable) {
      return literal.apply(value);
    }
  }

  /**
   * A reference to a variable.
   *
   * @param <T> the type of the values that the variable must have
   * @param reference the reference
   */
  record Variable<T>(VariableReference reference) implements Value<T> {

    /**
     * Checks that a reference is given.
     *
     * @param reference the reference
     */
    public Variable {
      requireNonNull(reference, "reference");
    }

    @Override
    public <R> R fold(Function<? super T, R> literal, Function<VariableReference, R> variable) {
      return variable.apply(reference);
    }
  }
}
