package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.TrackedState;

/** Something that the kernel calls at a hook. */
interface HookCall {

  /** {@return whether the packet goes on} */
  boolean call(Transit transit);

  /** A base chain that filters or changes packets. */
  record OfChain(PreparedChain chain) implements HookCall {
    @Override
    public boolean call(Transit transit) {
      return Walk.base(chain, transit) == Code.ACCEPT;
    }
  }

  /** Finds the packet's connection. */
  record Tracking() implements HookCall {
    @Override
    public boolean call(Transit transit) {
      Tracker.track(transit);
      Tracked tracked = transit.tracked;
      if (tracked != null) {
        String direction = tracked.reply() ? ", a reply" : "";
        transit.run.note(() -> "connection tracking: " + tracked.state() + direction);
      }
      return true;
    }
  }

  /** Finds the connection of a packet on a bridge; what is not IP belongs to none. */
  record BridgeTracking() implements HookCall {

    private static final Reassembly REASSEMBLY = new Reassembly(Fragment.Keeper.BRIDGE);

    @Override
    public boolean call(Transit transit) {
      int type = Headers.type(transit.packet);
      if (!Headers.isIp(type) || Headers.tags(transit.packet) > 1) {
        transit.tracked = Tracked.without(TrackedState.UNTRACKED);
        return true;
      }
      if (Headers.problem(transit.packet, Headers.isIpv4(type)) != null) {
        return true;
      }
      return REASSEMBLY.call(transit) && new Tracking().call(transit);
    }
  }

  /** Keeps the connection, as its packet has come to its end. */
  record Confirmation() implements HookCall {
    @Override
    public boolean call(Transit transit) {
      Tracked tracked = transit.tracked;
      if (tracked != null && tracked.connection() != null) {
        tracked.connection().confirmed = true;
        transit.run.confirmed = tracked.connection();
      }
      return true;
    }
  }

  /**
   * Translates addresses, and asks a chain for new ones if the packet starts a connection.
   *
   * @param destination whether destinations are translated, not sources
   * @param chains the chains, in order: the first that says something is the last that is asked
   */
  record AddressTranslation(boolean destination, ImmutableList<PreparedChain> chains)
      implements HookCall {
    private boolean isDone(Connection connection) {
      return (destination ? connection.newDestination : connection.newSource) != null;
    }

    @Override
    public boolean call(Transit transit) {
      Tracked tracked = transit.tracked;
      Connection connection = tracked == null ? null : tracked.connection();
      if (tracked == null || connection == null) {
        return true;
      }
      boolean done = destination ? connection.destinationDone : connection.sourceDone;
      if (!done && !tracked.reply() && !connection.confirmed) {
        for (PreparedChain chain : chains) {
          if (!isDone(connection) && Walk.base(chain, transit) == Code.DROP) {
            return false;
          }
        }
        connection.destinationDone |= destination;
        connection.sourceDone |= !destination;
        if (!destination) {
          Translations.avoidClash(connection, transit);
        }
      }
      return Translations.apply(transit, tracked, connection, destination);
    }
  }
}
