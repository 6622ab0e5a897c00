package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.packet.Field;
import java.util.Optional;

/**
 * What a lookup takes from a packet: a part of the key that is looked for in a set or a map of
 * nftables.
 *
 * @param field the field
 * @param via the expression that asks for it, such as {@code iif} for an interface by its index; as
 *     in {@link FieldMatch}, empty for the usual one
 */
public record Selector(Field field, Optional<String> via) {

  /**
   * Checks the name of the expression.
   *
   * @param field the field
   * @param via the expression that asks for it
   * @throws io.nwfilter.core.value.IllegalValueException if it is not a name
   */
  public Selector {
    requireNonNull(field, "field");
    via.ifPresent(Words::requireName);
  }

  /**
   * {@return a field by its usual expression}
   *
   * @param field the field
   */
  public static Selector of(Field field) {
    return new Selector(field, Optional.empty());
  }

  /**
   * {@return the same field by another expression}
   *
   * @param expression the expression
   */
  public Selector via(String expression) {
    return new Selector(field, Optional.of(expression));
  }

  /** {@return the field, and the expression if it is not the usual one} */
  @Override
  public String toString() {
    return via.map(expression -> field + " via " + expression).orElseGet(field::toString);
  }
}
