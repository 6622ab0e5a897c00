package io.nwfilter.netfilter.simulate;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections that are known, by the tuples of both directions. */
final class Connections {

  /** No connection is known, and none is added. */
  static final Connections NONE = new Connections();

  private final Map<Tuple, Connection> known = new HashMap<>();

  /** {@return a copy of the connection that a tuple of either direction belongs to} */
  @Nullable Connection find(Tuple tuple) {
    Connection found = known.get(tuple);
    return found == null ? null : new Connection(found);
  }

  /** {@return whether a tuple belongs to a connection other than one that was removed} */
  boolean isTaken(Tuple tuple, @Nullable Connection removed) {
    Connection owner = known.get(tuple);
    return owner != null && (removed == null || !owner.original.equals(removed.original));
  }

  void remove(Connection connection) {
    known.values().removeIf(other -> other.original.equals(connection.original));
  }

  void put(Connection connection) {
    known.put(connection.original, connection);
    // If that is taken, the connection has another port, which the kernel has taken by chance.
    Connection other = known.get(connection.reply());
    if (other == null || other.original.equals(connection.original)) {
      known.put(connection.reply(), connection);
    }
  }
}
