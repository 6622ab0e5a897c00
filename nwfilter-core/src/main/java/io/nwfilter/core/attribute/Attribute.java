package io.nwfilter.core.attribute;

import static java.util.Objects.requireNonNull;

/**
 * The typed key of an attribute. Two attributes with the same name but different meanings, such as
 * {@code flags} of TCP and of STP, are two keys; keys compare by identity. All of them are in
 * {@link Attributes}.
 *
 * @param <T> the type of its values
 */
public final class Attribute<T> {

  private final String name;
  private final Class<T> valueClass;
  private final boolean substituted;

  Attribute(String name, Class<T> valueClass) {
    this(name, valueClass, true);
  }

  Attribute(String name, Class<T> valueClass, boolean substituted) {
    this.substituted = substituted;
    this.name = requireNonNull(name, "name");
    this.valueClass = requireNonNull(valueClass, "valueClass");
  }

  /** {@return the name in XML} */
  public String xmlName() {
    return name;
  }

  /** {@return the class of its values} */
  public Class<T> valueClass() {
    return valueClass;
  }

  /**
   * {@return whether libvirt puts a variable's value in the variable's place} In {@code state},
   * {@code flags}, {@code gratuitous} and {@code comment} it accepts a variable but never looks at
   * its value.
   */
  public boolean isSubstituted() {
    return substituted;
  }

  /**
   * {@return a value as one of this attribute's type}
   *
   * @param value a value that was stored under this key
   * @throws ClassCastException if it was not
   */
  public T cast(Object value) {
    return valueClass.cast(value);
  }

  /** {@return the name in XML} */
  @Override
  public String toString() {
    return name;
  }
}
