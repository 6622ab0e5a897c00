package io.nwfilter.core.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The direction of traffic, seen from the virtual machine. */
public enum Direction {
  /** To the virtual machine. */
  IN,
  /** From the virtual machine. */
  OUT,
  /** Both. */
  INOUT;

  /**
   * Returns the direction of a name, whose case does not matter.
   *
   * @param text the name in XML
   * @return the direction; empty if nothing has that name
   */
  public static Optional<Direction> of(String text) {
    return Arrays.stream(values()).filter(d -> d.name().equalsIgnoreCase(text)).findFirst();
  }

  /** {@return the name in XML} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
