package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;

/** What the kernel can keep with a packet: interfaces, socket, connection. */
final class PossibleContext {

  private static final long NOBODY = 0xffff_ffffL;
  private static final int LAST_PACKET_TYPE = 3;
  private static final int SEEN_REPLY = 2;

  private final PacketSpace space;
  private final Diagrams diagrams;

  PossibleContext(PacketSpace space) {
    this.space = space;
    this.diagrams = space.diagrams;
  }

  /** {@return the packets with a possible context that rules of a family see} */
  int all(Family family) {
    int bridges = family == Family.BRIDGE ? EVERYTHING : withoutBridges();
    return space.all(bridges, ports(), packetTypes(), connections(), sockets());
  }

  private int withoutBridges() {
    return space.all(isNamed(Field.IN_BRIDGE, false), isNamed(Field.OUT_BRIDGE, false));
  }

  private int isNamed(Field name, boolean wanted) {
    int none = space.in(name, Values.single(name, Bits.ZERO));
    return wanted ? diagrams.not(none) : none;
  }

  private int ports() {
    int in = space.is(Field.HAS_IN_PORT, 1);
    int out = space.is(Field.HAS_OUT_PORT, 1);
    return space.all(
        space.equal(space.is(Field.IS_BRIDGED, 1), out),
        space.implies(out, in),
        space.equal(in, isNamed(Field.IN_PORT, true)),
        space.equal(out, isNamed(Field.OUT_PORT, true)));
  }

  private int packetTypes() {
    return space.in(Field.PACKET_TYPE, Values.range(0, LAST_PACKET_TYPE));
  }

  private int sockets() {
    return space.implies(
        space.is(Field.HAS_SOCKET, 0),
        diagrams.and(space.is(Field.SOCKET_USER, NOBODY), space.is(Field.SOCKET_GROUP, NOBODY)));
  }

  /** A packet has one state, and what starts a connection goes as its first packet. */
  private int connections() {
    int known = space.has(Header.CONNECTION);
    int without = diagrams.or(state(TrackedState.INVALID), state(TrackedState.UNTRACKED));
    int translated = diagrams.or(state(TrackedState.SNAT), state(TrackedState.DNAT));
    int original = space.is(Field.CONNECTION_DIRECTION, 0);
    int replied = space.in(Field.CONNECTION_STATUS, Values.masked(SEEN_REPLY, SEEN_REPLY));
    return space.all(
        oneState(),
        space.equal(known, diagrams.not(without)),
        space.implies(translated, known),
        space.implies(state(TrackedState.NEW), diagrams.without(original, replied)),
        space.implies(state(TrackedState.ESTABLISHED), replied));
  }

  private int oneState() {
    TrackedState[] exclusive = {
      TrackedState.INVALID,
      TrackedState.NEW,
      TrackedState.RELATED,
      TrackedState.ESTABLISHED,
      TrackedState.UNTRACKED
    };
    long mask = 0;
    for (TrackedState state : exclusive) {
      mask |= state.bit();
    }
    int one = NOTHING;
    for (TrackedState state : exclusive) {
      one = diagrams.or(one, space.in(Field.CONNECTION_STATE, Values.masked(state.bit(), mask)));
    }
    return one;
  }

  private int state(TrackedState state) {
    return space.in(Field.CONNECTION_STATE, Values.masked(state.bit(), state.bit()));
  }

  /** {@return the packets that have those interfaces and ports that rules see at a hook} */
  int interfaces(Family family, Hook hook) {
    boolean in =
        switch (hook) {
          case BROUTING, PREROUTING, INPUT, FORWARD -> true;
          case OUTPUT, POSTROUTING -> false;
        };
    boolean out =
        switch (hook) {
          case FORWARD, OUTPUT, POSTROUTING -> true;
          case BROUTING, PREROUTING, INPUT -> false;
        };
    // After routing, it is still known where a packet came in, if the host has not sent it itself.
    boolean either = family != Family.BRIDGE && hook == Hook.POSTROUTING;
    int interfaces =
        space.all(
            either ? EVERYTHING : isNamed(Field.IN_INTERFACE, in),
            isNamed(Field.OUT_INTERFACE, out));
    return family == Family.BRIDGE
        ? space.all(interfaces, isNamed(Field.IN_BRIDGE, in), isNamed(Field.OUT_BRIDGE, out))
        : diagrams.and(interfaces, portsAt(hook));
  }

  private int portsAt(Hook hook) {
    return switch (hook) {
      case BROUTING, PREROUTING, INPUT -> space.is(Field.HAS_OUT_PORT, 0);
      case OUTPUT -> space.is(Field.HAS_IN_PORT, 0);
      case FORWARD, POSTROUTING -> EVERYTHING;
    };
  }
}
