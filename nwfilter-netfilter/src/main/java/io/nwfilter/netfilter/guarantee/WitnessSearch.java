package io.nwfilter.netfilter.guarantee;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks for packets of sets that refute a statement, as the simulator confirms. */
final class WitnessSearch {

  /** How many packets of a set the simulator is asked about. */
  private static final int MAX_WITNESSES = 16;

  private final PacketSets sets;
  private final Entry entry;
  private final PacketClass packets;
  private final List<Packet> usual;
  private final Supplier<List<Packet>> usualOfClass;
  private final Supplier<List<Packet>> disguised;
  private final String problem;
  private @Nullable Proof perhaps;
  private @Nullable Proof open;

  /**
   * Begins without anything found.
   *
   * @param subject the guest on its host
   * @param sets the sets of packets on the host
   * @param entry where the packets enter
   * @param packets which packets the statement is about
   * @param problem what is wrong if it is refuted
   */
  WitnessSearch(
      Subject subject, PacketSets sets, Entry entry, PacketClass packets, String problem) {
    this.sets = sets;
    this.entry = entry;
    this.packets = new TrackedClass(packets).ofOctets();
    this.usual = subject.samples(entry).usual();
    this.usualOfClass = Suppliers.memoize(() -> ofClass(usual));
    this.disguised = Suppliers.memoize(() -> subject.disguised(entry));
    this.problem = problem;
  }

  /**
   * {@return a proof that a usual packet refutes the statement, if the first one that may does for
   * certain} If it does, {@link #in} finds the same one, with more effort.
   *
   * @param attempt what a packet shows; empty for nothing
   * @param wrong sets in all of which packets are that may refute it
   */
  Optional<Proof> amongUsual(Function<Packet, Optional<Shown>> attempt, PacketSet... wrong) {
    return sets.usualWitness(entry, usual, this::isOfClass, wrong)
        .flatMap(packet -> attempt.apply(SlotFitting.fitted(packet, packets)))
        .map(shown -> shown.proof(problem))
        .filter(Proof.Refuted.class::isInstance);
  }

  /**
   * {@return a proof that packets of a set refute the statement, if one does for certain}
   *
   * @param set the set
   * @param preferred packets that are to be tried before usual ones
   * @param unconfirmed why it is not decided if none of the packets does
   * @param attempt what a packet of the set shows; empty for nothing
   */
  Optional<Proof> in(
      PacketSet set,
      Supplier<List<Packet>> preferred,
      String unconfirmed,
      Function<Packet, Optional<Shown>> attempt) {
    if (set.isEmpty()) {
      return Optional.empty();
    }
    List<Packet> first = preferred.get();
    List<Packet> all = joined(first, usual);
    List<Packet> ofClass = joined(ofClass(first), usualOfClass.get());
    PacketSet left = set;
    for (int i = 0; i < MAX_WITNESSES && !left.isEmpty(); i++) {
      PacketSet rest = left;
      Optional<Packet> found =
          sets.witness(rest, ofClass)
              .or(() -> sets.witness(rest, all))
              .or(() -> sets.witness(rest, disguised.get()));
      if (found.isEmpty()) {
        break;
      }
      Packet packet = SlotFitting.fitted(found.get(), packets);
      Optional<Shown> shown = attempt.apply(packet);
      if (shown.isPresent()) {
        Proof proof = shown.get().proof(problem);
        if (proof instanceof Proof.Refuted) {
          return Optional.of(proof);
        }
        perhaps = perhaps == null ? proof : perhaps;
      }
      left = left.without(sets.alike(left, packet));
    }
    if (open == null) {
      open = new Proof.Inconclusive(unconfirmed);
    }
    return Optional.empty();
  }

  private List<Packet> ofClass(List<Packet> some) {
    return some.stream().filter(this::isOfClass).collect(ImmutableList.toImmutableList());
  }

  private boolean isOfClass(Packet packet) {
    return packets.contains(SlotFitting.fitted(packet, packets));
  }

  private static List<Packet> joined(List<Packet> first, List<Packet> second) {
    return ImmutableList.<Packet>builder().addAll(first).addAll(second).build();
  }

  /** {@return the proof if nothing refutes the statement for certain} */
  Proof otherwise() {
    if (perhaps != null) {
      return perhaps;
    }
    return open == null ? new Proof.Proved() : open;
  }
}
