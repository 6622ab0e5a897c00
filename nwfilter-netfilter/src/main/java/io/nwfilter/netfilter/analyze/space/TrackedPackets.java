package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;
import static io.nwfilter.netfilter.packet.ControlBits.SYN_ACK;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which states connection tracking can give to which packets, as far as one packet alone tells:
 * docs/packet-path.md says how that was measured.
 */
public final class TrackedPackets {

  private static final int NO_NEXT_HEADER = 59;

  private final PacketSpace space;
  private final Diagrams diagrams;

  /** Begins with the space of the sets. */
  public TrackedPackets(PacketSpace space) {
    this.space = space;
    this.diagrams = space.diagrams;
  }

  /** {@return the packets in a state} */
  public int in(TrackedState state) {
    Values bit = Values.masked(state.bit(), state.bit());
    return space.in(Field.CONNECTION_STATE, bit);
  }

  private int protocol(LayerType type) {
    return space.in(Field.IP_PROTOCOL, Values.single(Field.IP_PROTOCOL, type.protocol()));
  }

  private int types(Field field, Iterable<Integer> types) {
    int set = NOTHING;
    for (int type : types) {
      set = diagrams.or(set, space.in(field, Values.masked((long) type << 8, 0xff00)));
    }
    return diagrams.and(space.has(field.header()), set);
  }

  private int flags(int mask, Iterable<Integer> values) {
    int set = NOTHING;
    for (int value : values) {
      set = diagrams.or(set, space.in(Field.TCP_FLAGS, Values.masked(value, mask)));
    }
    return diagrams.and(space.has(Header.TCP), set);
  }

  /**
   * {@return the packets whose state is possible where their connection was found}
   *
   * @param ipv4 whether they are of IPv4
   * @param untracked the packets that rules have kept away from connection tracking
   * @param checked whether checksums are looked at, as of all that the host has not sent itself
   */
  public int found(boolean ipv4, int untracked, boolean checked) {
    return space.once(
        new Found(ipv4, untracked, checked), () -> makeFound(ipv4, untracked, checked));
  }

  private record Found(boolean ipv4, int untracked, boolean checked) {}

  private record PossibleState(boolean ipv4) {}

  private record First(boolean ipv4, boolean keptAway) {}

  /** Makes those sets that most rules need. */
  static void prepare(PacketSpace space) {
    TrackedPackets tracked = new TrackedPackets(space);
    for (boolean ipv4 : new boolean[] {true, false}) {
      tracked.found(ipv4, NOTHING, true);
      tracked.found(ipv4, NOTHING, false);
      tracked.first(ipv4, false);
      tracked.first(ipv4, true);
      tracked.inPossibleState(ipv4);
    }
  }

  /**
   * {@return the packets in a state that the kernel may give to them, whatever its settings are,
   * which helpers it has, and what rules keep away from connection tracking} Of ICMP errors, none
   * is new, and none belongs to a connection itself, whichever it is about.
   *
   * @param ipv4 whether they are of IPv4
   */
  public int inPossibleState(boolean ipv4) {
    return space.once(
        new PossibleState(ipv4),
        () ->
            space.all(
                newOrKnown(ipv4),
                space.implies(in(TrackedState.ESTABLISHED), ofConversations(ipv4)),
                space.implies(
                    neighborDiscovery(ipv4),
                    diagrams.or(in(TrackedState.UNTRACKED), in(TrackedState.INVALID)))));
  }

  /** {@return the packets without ICMP but requests and replies to these} */
  private int ofConversations(boolean ipv4) {
    Set<Integer> requests = ConnectionTracking.requests(ipv4);
    Stream<Integer> replies = requests.stream().map(ConnectionTracking::counterpart);
    return space.implies(
        protocol(ipv4 ? LayerType.ICMP : LayerType.ICMPV6),
        types(
            ipv4 ? Field.ICMP_TYPE : Field.ICMPV6_TYPE,
            Stream.concat(requests.stream(), replies).collect(ImmutableSet.toImmutableSet())));
  }

  private int makeFound(boolean ipv4, int untracked, boolean checked) {
    int away = diagrams.or(untracked, neighborDiscovery(ipv4));
    int state = space.equal(in(TrackedState.UNTRACKED), away);
    int invalid = in(TrackedState.INVALID);
    int continuing = checked ? withChecksum(ipv4) : protocol(LayerType.TCP);
    int lite = diagrams.without(protocol(LayerType.UDP_LITE), away);
    int checksums =
        diagrams.and(
            space.implies(invalid, diagrams.or(continuing, diagrams.not(canStart(ipv4)))),
            checked ? space.implies(lite, invalid) : EVERYTHING);
    return space.all(state, possible(ipv4), checksums, unfragmented(ipv4));
  }

  /** {@return the packets whose checksum may be wrong, so that they are invalid} */
  private int withChecksum(boolean ipv4) {
    int set = protocol(ipv4 ? LayerType.ICMP : LayerType.ICMPV6);
    for (LayerType type :
        new LayerType[] {LayerType.TCP, LayerType.UDP, LayerType.UDP_LITE, LayerType.SCTP}) {
      set = diagrams.or(set, protocol(type));
    }
    return set;
  }

  private int neighborDiscovery(boolean ipv4) {
    return ipv4 ? NOTHING : types(Field.ICMPV6_TYPE, ConnectionTracking.neverTracked());
  }

  private int possible(boolean ipv4) {
    return diagrams.and(newOrKnown(ipv4), space.implies(in(TrackedState.RELATED), errors(ipv4)));
  }

  /** {@return the packets that can be new or of a known connection, if they are} */
  private int newOrKnown(boolean ipv4) {
    int known = diagrams.or(in(TrackedState.NEW), in(TrackedState.ESTABLISHED));
    return space.all(
        space.implies(in(TrackedState.NEW), following(ipv4)),
        space.implies(known, diagrams.without(sound(), errors(ipv4))),
        space.implies(known, directions(ipv4)));
  }

  /**
   * {@return the packets in a direction that they can have: connections of ICMP are known by type
   * and code, too, so that requests never reply, and replies never request}
   */
  private int directions(boolean ipv4) {
    Set<Integer> requests = ConnectionTracking.requests(ipv4);
    int replying = space.is(Field.CONNECTION_DIRECTION, 1);
    return diagrams.and(
        space.implies(messages(ipv4, requests), diagrams.not(replying)),
        space.implies(
            messages(ipv4, Iterables.transform(requests, ConnectionTracking::counterpart)),
            replying));
  }

  /** {@return the messages of the ICMP of a family with some types} */
  private int messages(boolean ipv4, Iterable<Integer> types) {
    return diagrams.and(
        protocol(ipv4 ? LayerType.ICMP : LayerType.ICMPV6),
        types(ipv4 ? Field.ICMP_TYPE : Field.ICMPV6_TYPE, types));
  }

  /**
   * {@return the packets in the state that they have by themselves: as the first packet of a
   * connection, if they can be that, or untracked, if rules keep them away}
   *
   * @param ipv4 whether they are of IPv4
   * @param keptAway whether there are rules that keep packets away from connection tracking
   */
  public int first(boolean ipv4, boolean keptAway) {
    return space.once(new First(ipv4, keptAway), () -> makeFirst(ipv4, keptAway));
  }

  private int makeFirst(boolean ipv4, boolean keptAway) {
    int neighbors = neighborDiscovery(ipv4);
    int starting = canBeFirst(ipv4);
    int certain = diagrams.without(canStart(ipv4), protocol(LayerType.UDP_LITE)); // who sends it?
    int invalid = diagrams.without(in(TrackedState.INVALID), certain);
    int tracked = diagrams.without(diagrams.or(starting, invalid), neighbors);
    int away = keptAway ? EVERYTHING : neighbors;
    return diagrams.or(tracked, diagrams.and(in(TrackedState.UNTRACKED), away));
  }

  /** {@return the packets that start a connection} */
  private int canBeFirst(boolean ipv4) {
    return space.all(possible(ipv4), in(TrackedState.NEW), starting(ipv4));
  }

  /** {@return the packets that can start a connection, in any state} */
  private int canStart(boolean ipv4) {
    return diagrams.exists(canBeFirst(ipv4), Variables.OF_CONNECTION);
  }

  private int unfragmented(boolean ipv4) {
    return ipv4
        ? space.in(Field.IPV4_FRAGMENT_OFFSET, Values.single(Field.IPV4_FRAGMENT_OFFSET, 0))
        : diagrams.not(space.is(Fact.LATER_OF_IPV6));
  }

  /** {@return the messages about other packets} */
  private int errors(boolean ipv4) {
    return types(ipv4 ? Field.ICMP_TYPE : Field.ICMPV6_TYPE, ConnectionTracking.errors(ipv4));
  }

  /** {@return the packets that are legal by themselves, apart from their checksums} */
  private int sound() {
    int tcp =
        space.implies(
            protocol(LayerType.TCP),
            flags(ConnectionTracking.CONTROL_BITS, ConnectionTracking.legalControlBits()));
    int udp = space.implies(protocol(LayerType.UDP), space.has(Header.TRANSPORT));
    return diagrams.and(tcp, udp);
  }

  /** {@return the packets that may be the first of a connection, or follow it without a reply} */
  private int following(boolean ipv4) {
    Field type = ipv4 ? Field.ICMP_TYPE : Field.ICMPV6_TYPE;
    int messages =
        space.implies(
            protocol(ipv4 ? LayerType.ICMP : LayerType.ICMPV6),
            types(type, ConnectionTracking.requests(ipv4)));
    return diagrams.without(messages, flags(SYN_ACK, ImmutableSet.of(SYN_ACK)));
  }

  /** {@return the packets that may be the first of a connection} */
  private int starting(boolean ipv4) {
    int opening = flags(ConnectionTracking.STARTING_BITS, ConnectionTracking.startingControlBits());
    int none = ipv4 ? NOTHING : space.is(Field.IP_PROTOCOL, NO_NEXT_HEADER);
    return diagrams.without(
        diagrams.and(following(ipv4), space.implies(protocol(LayerType.TCP), opening)), none);
  }
}
