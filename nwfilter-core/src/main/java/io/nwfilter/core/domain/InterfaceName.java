package io.nwfilter.core.domain;

import io.nwfilter.core.value.IllegalValueException;

/**
 * The name of a network interface of the host, such as {@code vnet0}.
 *
 * <p>The kernel allows more than this type does (all but white space, colons and slashes). Such a
 * name would appear in rules that root loads, where {@code +} at its end means every interface
 * whose name begins so, and a leading hyphen an option: both are refused.
 *
 * @param name 1 to 15 letters, digits, underscores, dots, at signs and hyphens, no hyphen first
 */
public record InterfaceName(String name) {

  /** The longest name in characters (Linux: IFNAMSIZ - 1). */
  public static final int MAX_LENGTH = 15;

  /**
   * Checks the name.
   *
   * @param name the name
   * @throws IllegalValueException if it is not a name that can be printed safely
   */
  public InterfaceName {
    if (name.isEmpty()
        || name.length() > MAX_LENGTH
        || name.startsWith("-")
        || name.equals(".")
        || name.equals("..")
        || !name.chars().allMatch(InterfaceName::isLegal)) {
      throw new IllegalValueException(
          name,
          "a legal interface name: 1 to "
              + MAX_LENGTH
              + " letters, digits, '_', '.', '@' and '-', not starting with '-'");
    }
  }

  private static boolean isLegal(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || "_.@-".indexOf(c) >= 0;
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return name;
  }
}
