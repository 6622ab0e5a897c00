package io.nwfilter.core.network;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a virtual network reaches what is beyond the host (libvirt: Network XML, Connectivity). */
public enum ForwardMode {
  /**
   * By translated addresses: machines connect to the outside, and nothing there connects to them.
   */
  NAT,
  /** By routing, with the machines' own addresses. */
  ROUTE,
  /** By routing; libvirt adds no rules, and leaves the packet filter to the host. */
  OPEN,
  /** Through a bridge of the host, or through interfaces in macvtap's mode of that name. */
  BRIDGE,
  /** Through interfaces in macvtap's mode of that name. */
  PRIVATE,
  /** Through interfaces in macvtap's mode of that name. */
  VEPA,
  /** Through interfaces that each belong to one machine. */
  PASSTHROUGH,
  /** By network devices of the host that are given to machines. */
  HOSTDEV;

  /**
   * {@return the mode of a name}
   *
   * @param text the name as documents have it, in lower case
   */
  public static Optional<ForwardMode> of(String text) {
    return Stream.of(values()).filter(mode -> mode.toString().equals(text)).findFirst();
  }

  /** {@return whether the network has a bridge that libvirt makes and gives addresses} */
  public boolean hasOwnBridge() {
    return this == NAT || this == ROUTE || this == OPEN;
  }

  /** {@return the name as documents have it} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
