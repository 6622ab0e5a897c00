package io.nwfilter.netfilter.simulate;

import org.jspecify.annotations.Nullable;

/** A connection as connection tracking knows it. */
final class Connection {

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

  long mark;

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
