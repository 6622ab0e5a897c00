package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.difference.ChangedPackets.Example;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;
import java.util.Optional;

/**
 * Finds packets that show what has changed.
 *
 * @param before the guest before the change
 * @param after the guest after it
 * @param sets sets of packets
 */
record Examples(Subject before, Subject after, PacketSets sets) {

  /** How many packets the simulator is asked. */
  private static final int MAX_TRIES = 16;

  /**
   * {@return a packet that the simulator confirms}
   *
   * @param effect what has changed for it
   * @param entry where it enters
   * @param end where it arrives, or does not; empty for anywhere
   * @param packets which packets
   * @param kind what they are like
   */
  Optional<Example> of(
      Effect effect,
      Entry entry,
      Optional<End> end,
      PacketSet packets,
      Optional<PacketClass> kind) {
    List<Packet> usual =
        ImmutableList.<Packet>builder()
            .addAll(after.samples(entry).usual())
            .addAll(before.samples(entry).usual())
            .build();
    List<Packet> alike =
        usual.stream().filter(one -> kind.map(of -> of.contains(one)).orElse(false)).toList();
    PacketSet left = packets;
    for (int i = 0; i < MAX_TRIES && !left.isEmpty(); i++) {
      PacketSet rest = left;
      Optional<Packet> found = sets.witness(rest, alike).or(() -> sets.witness(rest, usual));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (isShownBy(effect, found.get(), entry, end)) {
        return Optional.of(
            new Example(
                before.simulator().run(found.get(), entry),
                after.simulator().run(found.get(), entry)));
      }
      left = left.without(sets.alike(left, found.get()));
    }
    return Optional.empty();
  }

  private boolean isShownBy(Effect effect, Packet packet, Entry entry, Optional<End> end) {
    Fate was = fate(before.simulator(), packet, entry, end);
    Fate is = fate(after.simulator(), packet, entry, end);
    Fate arriving = effect == Effect.ACCEPTED ? is : was;
    Fate other = effect == Effect.ACCEPTED ? was : is;
    return arriving != other && (arriving == Fate.ARRIVES || arriving == Fate.DEPENDS);
  }

  private static Fate fate(Simulator host, Packet packet, Entry entry, Optional<End> end) {
    return end.map(place -> host.fate(packet, entry, place))
        .orElseGet(() -> host.fate(packet, entry));
  }
}
