package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

/**
 * Where a packet comes from.
 *
 * <ul>
 *   <li>{@link Port}: by a port of a bridge, such as the interface of a guest
 *   <li>{@link Host}: from a process of the host itself
 *   <li>{@link Raw}: from a process of the host that writes whole frames to a bridge, as servers of
 *       DHCP do; ARP of the host goes the same way
 *   <li>{@link Network}: by an interface of the host that is not a port of a bridge
 * </ul>
 */
public sealed interface Entry {

  /**
   * {@return the entry by a port of a bridge}
   *
   * @param name the port's name; a guest's is that of its interface on the host
   */
  static Entry port(String name) {
    return new Port(name);
  }

  /** {@return the entry from a process of the host itself} */
  static Entry host() {
    return new Host();
  }

  /**
   * {@return the entry of whole frames that the host sends on a bridge}
   *
   * @param bridge the bridge's name
   */
  static Entry raw(String bridge) {
    return new Raw(bridge);
  }

  /**
   * {@return the entry by an interface of the host that is not a port of a bridge}
   *
   * @param name the interface's name
   */
  static Entry network(String name) {
    return new Network(name);
  }

  /**
   * By a port of a bridge.
   *
   * @param name the port's name
   */
  record Port(String name) implements Entry {

    /**
     * Checks that there is a name.
     *
     * @param name the port's name
     */
    public Port {
      requireNonNull(name, "name");
    }

    /** {@return the port, for messages} */
    @Override
    public String toString() {
      return "port " + name;
    }
  }

  /** From a process of the host itself. */
  record Host() implements Entry {

    /** {@return that it is the host, for messages} */
    @Override
    public String toString() {
      return "host";
    }
  }

  /**
   * From a process of the host that writes whole frames to a bridge.
   *
   * @param bridge the bridge's name
   */
  record Raw(String bridge) implements Entry {

    /**
     * Checks that there is a name.
     *
     * @param bridge the bridge's name
     */
    public Raw {
      requireNonNull(bridge, "bridge");
    }

    /** {@return the bridge, for messages} */
    @Override
    public String toString() {
      return "host on bridge " + bridge;
    }
  }

  /**
   * By an interface of the host that is not a port of a bridge.
   *
   * @param name the interface's name
   */
  record Network(String name) implements Entry {

    /**
     * Checks that there is a name.
     *
     * @param name the interface's name
     */
    public Network {
      requireNonNull(name, "name");
    }

    /** {@return the interface, for messages} */
    @Override
    public String toString() {
      return "interface " + name;
    }
  }
}
