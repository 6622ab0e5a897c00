package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.domain.InterfaceName;

/**
 * Asks for the bridge port of a packet (iptables-extensions(8), physdev).
 *
 * @param field {@link Field#IN_INTERFACE} or {@link Field#OUT_INTERFACE}
 * @param name the bridge port
 * @param bridged whether the packet must be bridged, not routed
 */
public record PhysdevMatch(Field field, InterfaceName name, boolean bridged) implements Match {

  /**
   * Checks that the field is one of an interface.
   *
   * @param field {@link Field#IN_INTERFACE} or {@link Field#OUT_INTERFACE}
   * @param name the bridge port
   * @param bridged whether the packet must be bridged, not routed
   * @throws IllegalArgumentException if the field is another one
   */
  public PhysdevMatch {
    if (field != Field.IN_INTERFACE && field != Field.OUT_INTERFACE) {
      throw new IllegalArgumentException(field + " is no interface");
    }
  }

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
