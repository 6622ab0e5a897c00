package io.nwfilter.netfilter.diagram;

import static java.util.Objects.requireNonNull;

/**
 * The rules of one chain that lead to another, in the same way.
 *
 * @param from the chain that they are in, by its index in {@link Diagram#chains()}
 * @param to the chain that they lead to, by its index
 * @param kind how
 * @param rules how many they are; at chains of several machines, in all
 */
public record DrawnJump(int from, int to, Kind kind, long rules) {

  /** How a rule leads to a chain. */
  public enum Kind {
    /** The chain is called, and may return. */
    JUMP,
    /** The chain takes over, and returns to the caller of this one. */
    GOTO
  }

  /**
   * Checks that all components are given.
   *
   * @param from the chain that they are in
   * @param to the chain that they lead to
   * @param kind how
   * @param rules how many they are
   */
  public DrawnJump {
    requireNonNull(kind, "kind");
  }
}
