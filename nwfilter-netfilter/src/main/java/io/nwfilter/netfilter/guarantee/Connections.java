package io.nwfilter.netfilter.guarantee;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The connections of TCP, UDP and echo requests that begin by one way through a host, whatever
 * addresses they are between.
 *
 * <pre>{@code
 * for (Connections way : Connections.of(subject, sets)) {
 *   boolean mute = way.openings().and(way.replied()).isEmpty();
 * }
 * }</pre>
 *
 * @param subject the guest on the host, whose connections they are
 * @param entry where their first packets enter
 * @param end where their first packets arrive
 * @param bridged whether the bridge leads them from port to port; otherwise, the host routes them,
 *     or they are with the host itself
 * @param openings their first packets, whether rules let them through or not
 * @param answerable packets to which some reply would arrive without rules; to others, the host has
 *     no way back that is known
 * @param replied packets to which rules let some reply through, if they accept the packets, or may
 *     do so: one with the same addresses and ports exchanged, whatever else it has
 */
public record Connections(
    Subject subject,
    Entry entry,
    End end,
    boolean bridged,
    PacketSet openings,
    PacketSet answerable,
    PacketSet replied) {

  /** What replies share with first packets, or have by being replies; all else may be different. */
  private static final ImmutableSet<Field> OF_REPLIES =
      ImmutableSet.of(
          Field.ETHERNET_SOURCE,
          Field.ETHERNET_DESTINATION,
          Field.ETHER_TYPE,
          Field.IPV4_SOURCE,
          Field.IPV4_DESTINATION,
          Field.IPV6_SOURCE,
          Field.IPV6_DESTINATION,
          Field.IP_PROTOCOL,
          Field.SOURCE_PORT,
          Field.DESTINATION_PORT,
          Field.TCP_FLAGS,
          Field.ICMP_TYPE,
          Field.ICMPV6_TYPE,
          Field.CONNECTION_STATE,
          Field.CONNECTION_DIRECTION,
          Field.CONNECTION_STATUS);

  /**
   * Checks that all components are given.
   *
   * @param subject the guest on the host
   * @param entry where their first packets enter
   * @param end where their first packets arrive
   * @param bridged whether the bridge leads them from port to port
   * @param openings their first packets
   * @param answerable packets to which some reply would arrive without rules
   * @param replied packets to which rules let some reply through
   */
  public Connections {
    requireNonNull(subject, "subject");
    requireNonNull(entry, "entry");
    requireNonNull(end, "end");
    requireNonNull(openings, "openings");
    requireNonNull(answerable, "answerable");
    requireNonNull(replied, "replied");
  }

  /**
   * {@return the connections from a guest and to it, by all ways; none of a guest with itself, as
   * what the host routes back to where it came from is a copy of what is for others}
   *
   * @param subject the guest on the host
   * @param sets the sets of packets on the host
   */
  public static List<Connections> of(Subject subject, PacketSets sets) {
    ImmutableList.Builder<Connections> all = ImmutableList.builder();
    for (End end : sets.ends(subject.fromGuest())) {
      if (!end.equals(subject.guestEnd())) {
        all.addAll(of(subject, sets, subject.fromGuest(), end));
      }
    }
    for (Entry entry : subject.simulator().situation().entries()) {
      if (!entry.equals(subject.fromGuest()) && sets.ends(entry).contains(subject.guestEnd())) {
        all.addAll(of(subject, sets, entry, subject.guestEnd()));
      }
    }
    return all.build();
  }

  /** {@return those from one place to another, the bridged ones first} */
  private static List<Connections> of(Subject subject, PacketSets sets, Entry entry, End end) {
    PacketClass packets =
        entry instanceof Entry.Port
            ? new Openings(subject.guest()).ofFrames(entry.equals(subject.fromGuest()))
            : Openings.ofAnyone();
    PacketSet openings =
        sets.of(packets).and(sets.possible(entry)).and(sets.first()).and(sets.in(TrackedState.NEW));
    Entry back = Back.from(end);
    PacketSet sent = sets.of(Openings.replies()).and(sets.possible(back));
    PacketSet replies = sets.arriving(back, Optional.of(Back.to(entry))).and(sent).perhaps();
    ImmutableList.Builder<Connections> ways = ImmutableList.builder();
    PacketSet led = sets.unfiltered(back, Optional.of(Back.to(entry))).and(sent);
    PacketSet routed = openings;
    if (entry instanceof Entry.Port && end.kind() == End.Kind.PORT) {
      routed = openings.and(sets.of(Back.toHost(subject.simulator().situation(), entry)));
      PacketSet bridged = openings.without(routed);
      ways.add(of(subject, sets, entry, end, true, bridged, led, replies));
    }
    return ways.add(of(subject, sets, entry, end, false, routed, led, replies)).build();
  }

  /**
   * {@return some connections}
   *
   * @param led the replies that would arrive without rules
   * @param replies those that arrive, or may do so
   */
  private static Connections of(
      Subject subject,
      PacketSets sets,
      Entry entry,
      End end,
      boolean bridged,
      PacketSet openings,
      PacketSet led,
      PacketSet replies) {
    Set<Field> any = anyOf(bridged);
    return new Connections(
        subject,
        entry,
        end,
        bridged,
        openings,
        sets.repliedIn(led.withAny(any)),
        sets.repliedIn(replies.withAny(any)));
  }

  /**
   * {@return the fields of a reply that may have any value} A host that routes makes new frames.
   */
  private static Set<Field> anyOf(boolean bridged) {
    Set<Field> any = EnumSet.allOf(Field.class);
    any.removeAll(OF_REPLIES);
    if (!bridged) {
      any.addAll(Back.FRAMES);
    }
    return any;
  }

  /**
   * {@return what happens to a first packet and, if one can be sent, the reply to it}
   *
   * @param opening the first packet
   */
  public List<Explanation> explain(Packet opening) {
    return new LostReply(
            subject.simulator(), new Statement.RepliesArrive(entry, Openings.ofAnyone()))
        .sent(opening);
  }
}
