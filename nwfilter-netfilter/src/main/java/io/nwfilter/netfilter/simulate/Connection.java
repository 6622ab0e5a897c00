package io.nwfilter.netfilter.simulate;

import org.jspecify.annotations.Nullable;

/** A connection as connection tracking knows it. */
final class Connection {

  private static final long EXPECTED = 1;
  private static final long REPLIED = 2;
  private static final long ASSURED = 4;
  private static final long CONFIRMED = 8;

  final Tuple original;
  @Nullable Translation newSource;
  @Nullable Translation newDestination;

  /** Whether the chains that translate were asked already, or never will be. */
  boolean sourceDone;

  boolean destinationDone;
  boolean confirmed;
  boolean replied;
  boolean assured;

  /** Whether a connection of TCP was opened by a SYN. */
  boolean opening;

  /** How far a connection of TCP is closed. */
  Closing closing = Closing.OPEN;

  /** The mark, which a connection has from its start if that was not seen. */
  Mark mark = Mark.NONE;

  /** The bits of the status that are not known, as it was not seen what has become of it. */
  long unknownStatus;

  Connection(Tuple original) {
    this.original = original;
  }

  Connection(Connection other) {
    this.original = other.original;
    this.newSource = other.newSource;
    this.newDestination = other.newDestination;
    this.sourceDone = other.sourceDone;
    this.destinationDone = other.destinationDone;
    this.confirmed = other.confirmed;
    this.replied = other.replied;
    this.assured = other.assured;
    this.opening = other.opening;
    this.closing = other.closing;
    this.mark = other.mark;
    this.unknownStatus = other.unknownStatus;
  }

  /**
   * {@return a connection of which only the state is given} Others may have marked it.
   *
   * @param established whether it has packets in both directions
   */
  static Connection given(Tuple original, boolean established) {
    Connection connection = new Connection(original);
    connection.confirmed = established;
    connection.replied = established;
    connection.mark = Mark.UNKNOWN;
    connection.unknownStatus =
        established ? EXPECTED | ASSURED : EXPECTED | REPLIED | ASSURED | CONFIRMED;
    return connection;
  }

  /** {@return the bits of {@link io.nwfilter.netfilter.packet.Field#CONNECTION_STATUS}} */
  long status() {
    return (replied ? REPLIED : 0) | (assured ? ASSURED : 0) | (confirmed ? CONFIRMED : 0);
  }

  /** {@return the tuple of replies as they come in} */
  Tuple reply() {
    Tuple translated = original;
    if (newDestination != null) {
      translated = translated.withDestination(newDestination);
    }
    if (newSource != null) {
      translated = translated.withSource(newSource);
    }
    return translated.inverse();
  }
}
