package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

/**
 * Where a packet goes to.
 *
 * @param kind of which kind it is
 * @param name the name of the port or interface; empty for the host
 */
public record End(Kind kind, String name) {

  /** The host itself. */
  public static final End HOST = new End(Kind.HOST, "");

  /** The kind of an end. */
  public enum Kind {
    /** A port of a bridge, such as the interface of a guest. */
    PORT,
    /** The host itself. */
    HOST,
    /** An interface of the host that is not a port of a bridge. */
    NETWORK
  }

  /**
   * Checks that both are given.
   *
   * @param kind of which kind it is
   * @param name the name
   */
  public End {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
  }

  /**
   * {@return a port of a bridge}
   *
   * @param name its name
   */
  public static End port(String name) {
    return new End(Kind.PORT, name);
  }

  /**
   * {@return an interface of the host that is not a port of a bridge}
   *
   * @param name its name
   */
  public static End network(String name) {
    return new End(Kind.NETWORK, name);
  }

  /** {@return kind and name, for messages} */
  @Override
  public String toString() {
    return switch (kind) {
      case PORT -> "port " + name;
      case HOST -> "host";
      case NETWORK -> "interface " + name;
    };
  }
}
