package io.nwfilter.netfilter.difference;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.difference.ChangedPackets.Example;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

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

  /** What may begin a connection, or has none: of others, readers would ask what was before. */
  private static final PacketQuery FIRST =
      PacketQuery.parse(
          "from-network not (tcp or icmp echo-reply or icmpv6 echo-reply)"
              + " or tcp syn/fin,syn,rst,ack");

  /**
   * {@return a packet that the simulator confirms}
   *
   * @param effect what has changed for it
   * @param entry where it enters
   * @param ends where it arrives, or does not: at one of these at least
   * @param packets which packets
   * @param kind what they are like
   */
  Optional<Example> of(
      Effect effect, Entry entry, Set<End> ends, PacketSet packets, Optional<PacketClass> kind) {
    List<Packet> usual = joined(after.samples(entry).usual(), before.samples(entry).usual());
    List<Packet> alike = alike(usual, kind);
    Supplier<List<Packet>> disguised =
        Suppliers.memoize(() -> joined(after.disguised(entry), before.disguised(entry)));
    Supplier<List<Packet>> unusual = Suppliers.memoize(() -> after.unusual(entry));
    PacketSet left = packets;
    for (int i = 0; i < MAX_TRIES && !left.isEmpty(); i++) {
      PacketSet rest = left;
      PacketSet first = rest.and(sets.of(FIRST.packets()));
      Optional<Packet> found =
          sets.witness(first, alike)
              .or(() -> sets.witness(rest, alike))
              .or(() -> sets.witness(rest, usual))
              .or(() -> sets.witness(rest, alike(disguised.get(), kind)))
              .or(() -> sets.witness(rest, disguised.get()))
              .or(() -> sets.witness(rest, unusual.get()));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Packet packet = found.get();
      if (ends.stream().anyMatch(end -> isShownBy(effect, packet, entry, end))) {
        return Optional.of(
            new Example(
                before.simulator().run(packet, entry), after.simulator().run(packet, entry)));
      }
      left = left.without(sets.alike(left, packet));
    }
    return Optional.empty();
  }

  private static List<Packet> joined(List<Packet> first, List<Packet> second) {
    return ImmutableList.copyOf(Iterables.concat(first, second));
  }

  private static List<Packet> alike(List<Packet> packets, Optional<PacketClass> kind) {
    return packets.stream().filter(one -> kind.map(of -> of.contains(one)).orElse(false)).toList();
  }

  /** {@return whether a packet fares at an end as its line says} Copies may fare otherwise. */
  private boolean isShownBy(Effect effect, Packet packet, Entry entry, End end) {
    Fate was = before.simulator().fate(packet, entry, end);
    Fate is = after.simulator().fate(packet, entry, end);
    Fate arriving = effect == Effect.ACCEPTED ? is : was;
    Fate other = effect == Effect.ACCEPTED ? was : is;
    return arriving != other && (arriving == Fate.ARRIVES || arriving == Fate.DEPENDS);
  }
}
