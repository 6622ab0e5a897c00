package io.nwfilter.netfilter.guarantee;

import static io.nwfilter.netfilter.packet.ControlBits.ACK;
import static io.nwfilter.netfilter.packet.ControlBits.SYN;
import static io.nwfilter.netfilter.packet.PacketCondition.is;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds packets that start connections and that rules let through.
 *
 * @param subject the guest on its host
 * @param sets the sets of packets on the host
 */
record FirstPackets(Subject subject, PacketSets sets) {

  /** TCP that opens a connection, everything else, and TCP that takes one up in its middle. */
  private static final ImmutableList<PacketClass> KINDS =
      ImmutableList.of(
          PacketClass.of(is(Field.TCP_FLAGS, SYN)),
          PacketClass.of(
              PacketCondition.outside(
                  Field.IP_PROTOCOL, Values.single(Field.IP_PROTOCOL, LayerType.TCP.protocol()))),
          PacketClass.of(is(Field.TCP_FLAGS, ACK)));

  /**
   * {@return packets of a class, one of each kind for each entry, and where they enter}
   *
   * @param packets the class
   * @param end where they arrive; empty for anywhere
   */
  Stream<Sent> of(PacketClass packets, Optional<End> end) {
    List<Entry> entries = entries();
    return KINDS.stream()
        .flatMap(kind -> entries.stream().flatMap(entry -> of(packets, kind, entry, end).stream()));
  }

  /** {@return where packets enter, the guest first: what it opens itself is the ordinary case} */
  private List<Entry> entries() {
    return Stream.concat(
            Stream.of(subject.fromGuest()), subject.simulator().situation().entries().stream())
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private Optional<Sent> of(PacketClass packets, PacketClass kind, Entry entry, Optional<End> end) {
    if (end.isPresent() && !sets.ends(entry).contains(end.get())) {
      return Optional.empty();
    }
    PacketSet starting =
        sets.of(packets)
            .and(sets.of(kind))
            .and(sets.in(TrackedState.NEW))
            .and(sets.first())
            .and(sets.possible(entry))
            .and(sets.arriving(entry, end));
    return sets.witness(starting, subject.samples(entry).usual())
        .map(found -> SlotFitting.fitted(found, packets))
        .map(first -> new Sent(InitChunk.in(first).orElse(first), entry));
  }
}
