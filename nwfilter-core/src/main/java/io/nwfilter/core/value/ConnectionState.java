package io.nwfilter.core.value;

/** A state of connection tracking (iptables-extensions(8), conntrack). */
public enum ConnectionState {
  /** The packet starts a connection. */
  NEW,
  /** The connection has seen packets in both directions. */
  ESTABLISHED,
  /** The packet starts a connection that belongs to one already known. */
  RELATED,
  /** The packet belongs to no connection. */
  INVALID
}
