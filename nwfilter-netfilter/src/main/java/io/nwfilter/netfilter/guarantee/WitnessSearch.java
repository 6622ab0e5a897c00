package io.nwfilter.netfilter.guarantee;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks for packets of sets that refute a statement, as the simulator confirms. */
final class WitnessSearch {

  /** How many packets of a set the simulator is asked about. */
  private static final int MAX_WITNESSES = 16;

  /** How many parts of a set are looked at by themselves. */
  private static final int MAX_PARTS = 8;

  /** How many packets of such a part the simulator is asked about. */
  private static final int MAX_WITNESSES_OF_PART = 4;

  private final PacketSets sets;
  private final Entry entry;
  private final PacketClass packets;
  private final List<Packet> usual;
  private final Supplier<List<Packet>> usualOfClass;
  private final Supplier<List<Packet>> disguised;
  private final Supplier<List<Packet>> unusual;
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
    this.usual = authenticatedLast(subject.samples(entry).usual());
    this.usualOfClass = Suppliers.memoize(() -> ofClass(usual));
    this.disguised = Suppliers.memoize(() -> subject.disguised(entry));
    this.unusual = Suppliers.memoize(() -> subject.unusual(entry));
    this.problem = problem;
  }

  /** {@return some packets, those last whose protocol others than IPsec would not announce so} */
  private static List<Packet> authenticatedLast(List<Packet> packets) {
    Map<Boolean, List<Packet>> parts =
        packets.stream()
            .collect(Collectors.partitioningBy(one -> one.layer(LayerType.AH).isPresent()));
    return joined(parts.getOrDefault(false, List.of()), parts.getOrDefault(true, List.of()));
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
    Candidates candidates =
        new Candidates(joined(ofClass(first), usualOfClass.get()), joined(first, usual), attempt);
    Optional<Proof> refuted = candidates.refuted(set, MAX_WITNESSES);
    if (refuted.isEmpty()) {
      refuted = refutedByParts(set, candidates);
    }
    if (refuted.isEmpty() && open == null) {
      open = new Proof.Inconclusive(unconfirmed);
    }
    return refuted;
  }

  /**
   * Tries packets of the parts in which something is so, or not, that sets do not know: what is in
   * the set only if a rule matches that never does, such as one for a mark, hides what is there
   * otherwise.
   */
  private static Optional<Proof> refutedByParts(PacketSet set, Candidates candidates) {
    return set.byAssumption().stream()
        .limit(MAX_PARTS)
        .flatMap(part -> candidates.refuted(part, MAX_WITNESSES_OF_PART).stream())
        .findFirst();
  }

  /** Packets to try, those of the class that the statement is about first. */
  private final class Candidates {

    private final List<Packet> ofClass;
    private final List<Packet> all;
    private final Function<Packet, Optional<Shown>> attempt;

    Candidates(List<Packet> ofClass, List<Packet> all, Function<Packet, Optional<Shown>> attempt) {
      this.ofClass = ofClass;
      this.all = all;
      this.attempt = attempt;
    }

    /**
     * {@return a proof that packets of a set refute the statement, if one does for certain}
     *
     * @param set the set
     * @param tries how many packets are tried, all of which the rules treat differently
     */
    Optional<Proof> refuted(PacketSet set, int tries) {
      PacketSet left = set;
      for (int i = 0; i < tries; i++) {
        Optional<Packet> found = in(left);
        if (found.isEmpty()) {
          break;
        }
        Packet packet = SlotFitting.fitted(found.get(), packets);
        Optional<Proof> proof = attempt.apply(packet).map(shown -> shown.proof(problem));
        if (proof.isPresent()) {
          if (proof.get() instanceof Proof.Refuted) {
            return proof;
          }
          perhaps = perhaps == null ? proof.get() : perhaps;
        }
        left = left.without(sets.alike(left, packet));
      }
      return Optional.empty();
    }

    private Optional<Packet> in(PacketSet set) {
      if (set.isEmpty()) {
        return Optional.empty();
      }
      return sets.witness(set, ofClass)
          .or(() -> sets.witness(set, all))
          .or(() -> sets.witness(set, disguised.get()))
          .or(() -> sets.witness(set, unusual.get()));
    }
  }

  /** {@return those of some packets that are of the class, with what it asks of them} */
  private List<Packet> ofClass(List<Packet> some) {
    return some.stream()
        .map(packet -> SlotFitting.fitted(packet, packets))
        .filter(packets::contains)
        .collect(ImmutableList.toImmutableList());
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
