package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.domain.InterfaceName;

/**
 * Asks for the interface of a frame (ebtables(8), {@code -i} and {@code -o}).
 *
 * @param field {@link Field#IN_INTERFACE} or {@link Field#OUT_INTERFACE}
 * @param name the interface
 */
public record InterfaceMatch(Field field, InterfaceName name) implements Match {

  /**
   * Checks that the field is one of an interface.
   *
   * @param field {@link Field#IN_INTERFACE} or {@link Field#OUT_INTERFACE}
   * @param name the interface
   * @throws IllegalArgumentException if the field is another one
   */
  public InterfaceMatch {
    if (field != Field.IN_INTERFACE && field != Field.OUT_INTERFACE) {
      throw new IllegalArgumentException(field + " is no interface");
    }
  }

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
