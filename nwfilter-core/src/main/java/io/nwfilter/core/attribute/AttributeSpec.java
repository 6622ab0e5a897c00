package io.nwfilter.core.attribute;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Value;
import io.nwfilter.core.value.VariableReference;
import java.util.Optional;

/**
 * One row of the table: an attribute as one protocol element takes it.
 *
 * @param <T> the type of the values
 * @param attribute the key
 * @param type what values are legal in that element
 * @param negationFrom the attribute whose {@code match='no'} libvirt remembers as this one's as
 *     well, and prints, whatever appears next to this one; without that attribute this one is never
 *     negated. Empty if it remembers this one's own. In rules all masks and ends of ranges are
 *     negated with what they belong to
 */
public record AttributeSpec<T>(
    Attribute<T> attribute, ValueType<T> type, Optional<Attribute<?>> negationFrom) {

  /**
   * {@return the value that a text in a document means: a reference to a variable if it has the
   * form of one, otherwise a literal}
   *
   * @param text the attribute's text
   * @throws IllegalValueException if it is neither, or begins like a reference but is not one
   */
  public Value<T> parse(String text) {
    Optional<VariableReference> reference = VariableReference.parse(text);
    return reference.isPresent()
        ? new Value.Variable<>(reference.get())
        : new Value.Literal<>(type.parse(notReference(text)));
  }

  /**
   * Returns the value that libvirt reads from a text that is neither a legal value nor a
   * well-formed reference; see {@link ValueType#tolerate} and {@link VariableReference#tolerate}.
   *
   * @param text a text that {@link #parse} refuses
   * @return the value; empty if libvirt refuses the text as well
   */
  public Optional<Value<T>> tolerate(String text) {
    return text.startsWith("$")
        ? VariableReference.tolerate(text).map(Value.Variable::new)
        : type.tolerate(text).map(Value.Literal::new);
  }

  /** {@return the text unless libvirt would try, and fail, to read a reference to a variable} */
  private static String notReference(String text) {
    if (text.startsWith("$")) {
      throw new IllegalValueException(
          text, "a variable such as $IP, $IP[2] or $IP[@1]; nothing else may begin with '$'");
    }
    return text;
  }

  /**
   * {@return the canonical text of a value}
   *
   * @param value a value of this attribute
   */
  public String print(Value<T> value) {
    return value.fold(type::print, VariableReference::toString);
  }

  /**
   * {@return the value in canonical form after checking it against this element's limits}
   *
   * @param value a value that was built in code
   * @throws IllegalValueException if it is not legal here
   */
  public Value<T> check(Value<T> value) {
    return value.fold(literal -> new Value.Literal<>(checkLiteral(literal)), r -> value);
  }

  private T checkLiteral(T literal) {
    return type.parse(notReference(type.print(literal)));
  }
}
