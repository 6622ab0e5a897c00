package io.nwfilter.netfilter.simulate;

import static io.nwfilter.netfilter.packet.ControlBits.ACK;
import static io.nwfilter.netfilter.packet.ControlBits.RST;
import static io.nwfilter.netfilter.packet.ControlBits.SYN;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.TrackedState;

/** Finds the connection of a packet, or starts one. */
final class Tracker {

  /** A chunk of SCTP that starts an association, and its octets without parameters. */
  private static final int INIT = 1;

  private static final int INIT_LENGTH = 20;

  private Tracker() {}

  static void track(Transit transit) {
    if (transit.tracked == null) {
      transit.tracked = tracked(transit);
      if (transit.run.tracked == null) {
        transit.run.tracked = transit.tracked;
      }
    }
  }

  private static Tracked tracked(Transit transit) {
    TrackedState given = transit.kernel.situation.state.orElse(null);
    if (given != null) {
      return given(transit, given);
    }
    Packet packet = transit.packet;
    if (transit.untracked || isNeighborDiscovery(packet)) {
      return Tracked.without(TrackedState.UNTRACKED);
    }
    boolean checked = !transit.fromHost;
    if (IcmpErrors.isError(packet)) {
      return checked && Validity.hasWrongChecksum(packet)
          ? Tracked.without(TrackedState.INVALID)
          : IcmpErrors.tracked(packet, transit.run.connections);
    }
    Tuple tuple = Tuple.of(packet);
    if (tuple == null || !Validity.isSound(packet, checked)) {
      return Tracked.without(TrackedState.INVALID);
    }
    Connection known = transit.run.connections.find(tuple);
    return known == null ? started(packet, tuple) : continued(transit.run, packet, tuple, known);
  }

  /** {@return what was given, with a connection that it may belong to} */
  private static Tracked given(Transit transit, TrackedState state) {
    Tuple tuple = Tuple.of(transit.packet);
    if (state == TrackedState.INVALID || state == TrackedState.UNTRACKED || tuple == null) {
      return Tracked.without(state);
    }
    Connection connection =
        state == TrackedState.NEW
            ? new Connection(tuple)
            : Connection.given(tuple, state == TrackedState.ESTABLISHED);
    return new Tracked(state, connection, transit.kernel.situation.reply.orElse(false));
  }

  private static Tracked started(Packet packet, Tuple tuple) {
    if (!Validity.canStart(packet)) {
      return Tracked.without(TrackedState.INVALID);
    }
    Connection connection = new Connection(tuple);
    connection.opening = (flags(packet) & SYN) != 0;
    return new Tracked(TrackedState.NEW, connection, false);
  }

  private static Tracked continued(Run run, Packet packet, Tuple tuple, Connection known) {
    // Of a connection with itself, the kernel finds the tuple of replies first (Linux 6.18).
    boolean reply = tuple.equals(known.reply()) || !tuple.equals(known.original);
    if (packet.has(Header.TCP)) {
      int flags = flags(packet);
      if ((flags & (SYN | ACK)) == SYN && known.closing.mayReopen(reply)) {
        run.removed = known;
        return started(packet, tuple);
      }
      boolean early = known.opening && !known.replied && !reply && (flags & SYN) == 0;
      boolean opened = !known.opening || !known.replied || known.assured;
      boolean acceptsItself = !reply && opened && (flags & (SYN | ACK)) == (SYN | ACK);
      if (acceptsItself || (early && (flags & RST) == 0)) {
        return Tracked.without(TrackedState.INVALID);
      }
      known.closing = known.closing.after(flags, reply);
      if ((flags & RST) != 0 && !known.replied) {
        run.removed = known; // no one has opened it
      }
      known.assured |= !reply && known.replied && (flags & ACK) != 0;
    }
    known.replied |= reply;
    run.confirmed = known; // what it has become is remembered even if the packet is dropped
    TrackedState state = known.replied ? TrackedState.ESTABLISHED : TrackedState.NEW;
    return new Tracked(state, known, reply);
  }

  private static int flags(Packet packet) {
    return packet.has(Header.TCP) ? (int) packet.value(Field.TCP_FLAGS).orElseThrow().low() : 0;
  }

  /** {@return whether a packet is of a kind of ICMPv6 that is never tracked} */
  private static boolean isNeighborDiscovery(Packet packet) {
    if (!packet.has(Header.ICMPV6)) {
      return false;
    }
    int type = (int) packet.value(Field.ICMPV6_TYPE).orElseThrow().low() >> 8;
    return ConnectionTracking.neverTracked().contains(type);
  }

  /** {@return whether SCTP starts with a whole chunk INIT (RFC 9260, section 3.3.2)} */
  static boolean hasInitChunk(Packet packet) {
    return packet
        .layer(LayerType.PAYLOAD)
        .map(Layer::octets)
        .filter(octets -> octets.length() >= INIT_LENGTH && octets.get(0) == INIT)
        .isPresent();
  }
}
