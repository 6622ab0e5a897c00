package io.nwfilter.netfilter.packet;

/**
 * What connection tracking says about a packet (iptables-extensions(8), conntrack). Exactly one of
 * the first five holds for a packet; each has a bit of {@link Field#CONNECTION_STATE}.
 */
public enum TrackedState {
  /** The packet belongs to no connection, and starts none. */
  INVALID,
  /**
   * The packet starts a connection, or belongs to one that has seen no packet in the other
   * direction.
   */
  NEW,
  /** The packet starts a connection that belongs to one already known. */
  RELATED,
  /** The packet belongs to a connection that has seen packets in both directions. */
  ESTABLISHED,
  /** The packet is not tracked. */
  UNTRACKED,
  /** The source address of the connection's first packet was translated. */
  SNAT,
  /** The destination address of the connection's first packet was translated. */
  DNAT;

  /** {@return the state's bit in {@link Field#CONNECTION_STATE}} */
  public long bit() {
    return switch (this) {
      case INVALID -> 1;
      case NEW -> 2;
      case RELATED -> 4;
      case ESTABLISHED -> 8;
      case UNTRACKED -> 16;
      case SNAT -> 32;
      case DNAT -> 64;
    };
  }
}
