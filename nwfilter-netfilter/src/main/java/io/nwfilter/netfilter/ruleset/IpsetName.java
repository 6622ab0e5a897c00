package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.IllegalValueException;

/**
 * The name of an ipset, as it can be printed safely.
 *
 * @param name 1 to 31 letters, digits, underscores, dots, colons, plus signs and hyphens, no hyphen
 *     first
 */
public record IpsetName(String name) {

  /**
   * Checks the name.
   *
   * @param name the name
   * @throws IllegalValueException if it is not a name that can be printed safely
   */
  public IpsetName {
    if (name.isEmpty()
        || name.length() > 31
        || name.startsWith("-")
        || !name.chars().allMatch(IpsetName::isLegal)) {
      throw new IllegalValueException(
          name,
          "a legal ipset name: 1 to 31 letters, digits, '_', '.', ':', '+' and '-', not starting"
              + " with '-'");
    }
  }

  private static boolean isLegal(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || "_.:+-".indexOf(c) >= 0;
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return name;
  }
}
