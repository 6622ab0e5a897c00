package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.analyze.BudgetExceededException;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.sample.Disguise;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves statements by sets of packets.
 *
 * @param subject the guest on its host
 * @param sets the sets of packets on that host
 * @param anyState whether states of connections count that cannot come about
 */
record Proving(Subject subject, PacketSets sets, boolean anyState)
    implements Statement.Visitor<Proof> {

  /** How many packets the simulator is asked before the proof is given up. */
  private static final int MAX_WITNESSES = 32;

  private static final Proof PROVED = new Proof.Proved();

  Proof prove(Statement statement) {
    try {
      return statement.accept(this);
    } catch (BudgetExceededException e) {
      return new Proof.Inconclusive(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Proof visit(Statement.Never never) {
    PacketSet wrong = sets.of(never.packets()).and(sets.arriving(never.entry(), never.end()));
    return refuted(
        never.onlyFirst() ? wrong.and(sets.first()) : wrong,
        never.entry(),
        new Arrival(subject, never),
        never.packets());
  }

  @Override
  public Proof visit(Statement.Always always) {
    PacketSet dropped =
        sets.unfiltered(always.entry(), always.end())
            .without(sets.arriving(always.entry(), always.end()));
    PacketSet wrong = sets.of(always.packets()).and(dropped).and(sets.first());
    return refuted(wrong, always.entry(), new Loss(subject, always), always.packets());
  }

  @Override
  public Proof visit(Statement.NoWayAround around) {
    Entry entry = around.entry();
    PacketSet dropped =
        sets.unfiltered(entry, Optional.empty())
            .without(sets.arriving(entry, Optional.empty()))
            .and(sets.first());
    PacketSet wrong = sets.none();
    for (Disguise form : around.forms()) {
      PacketSet other =
          form.isReadByLinux() ? sets.arriving(entry, Optional.empty()) : elsewhere(entry);
      wrong = wrong.or(dropped.and(sets.disguisedIn(form, other)));
    }
    return refuted(wrong, entry, new WayAround(subject, around));
  }

  /** {@return what arrives elsewhere than at the host} */
  private PacketSet elsewhere(Entry entry) {
    PacketSet all = sets.none();
    for (End end : sets.ends(entry)) {
      if (!end.equals(End.HOST)) {
        all = all.or(sets.arriving(entry, Optional.of(end)));
      }
    }
    return all;
  }

  @Override
  public Proof visit(Statement.RepliesArrive replies) {
    return refuted(
        new UnansweredPackets(sets, replies).set(),
        replies.entry(),
        new LostReply(subject.simulator(), replies));
  }

  @Override
  public Proof visit(Statement.Completes completes) {
    Verification tried =
        completes.accept(new Trial(subject, completes.legs().size(), Guarantee.DEFAULT_SEED));
    if (tried instanceof Verification.Fails fails) {
      return new Proof.Refuted(fails.problem(), fails.sent());
    } else if (tried instanceof Verification.Depends depends) {
      return new Proof.RefutedIf(
          "a packet that is needed may not arrive",
          assumptions(depends.explanation()),
          List.of(depends.explanation()));
    }
    return PROVED;
  }

  @Override
  public Proof visit(Statement.Inapplicable inapplicable) {
    return new Proof.NotApplicable(inapplicable.reason());
  }

  @Override
  public Proof visit(Statement.All all) {
    @Nullable Proof open = null;
    for (Statement part : all.parts()) {
      Proof proof = part.accept(this);
      if (proof instanceof Proof.Refuted) {
        return proof;
      }
      open = open == null && !proof.isProved() ? proof : open;
    }
    return open == null ? PROVED : open;
  }

  /** {@return that a set has no packet that there can be, or one that the simulator confirms} */
  private Proof refuted(PacketSet wrong, Entry entry, Refutation refutation) {
    return refuted(wrong, entry, refutation, PacketClass.of());
  }

  private Proof refuted(PacketSet wrong, Entry entry, Refutation refutation, PacketClass packets) {
    PacketSet possible = wrong.and(sets.possible(entry));
    PacketSet later = sets.in(TrackedState.ESTABLISHED).or(sets.in(TrackedState.RELATED));
    PacketSet left = possible.without(later);
    List<Packet> usual = subject.samples(entry).usual();
    List<Packet> ofClass =
        usual.stream().filter(one -> packets.contains(SlotFitting.fitted(one, packets))).toList();
    @Nullable Packet open = null;
    for (int i = 0; i < MAX_WITNESSES && !left.isEmpty(); i++) {
      PacketSet rest = left;
      Optional<Packet> found =
          sets.witness(rest, entry, ofClass).or(() -> sets.witness(rest, entry, usual));
      if (found.isEmpty()) {
        break;
      }
      Packet packet = SlotFitting.fitted(found.get(), packets);
      Outcome outcome = refutation.test(packet);
      if (outcome == Outcome.REFUTED) {
        return new Proof.Refuted(refutation.problem(), refutation.sent(packet));
      }
      open = open == null && outcome == Outcome.OPEN ? packet : open;
      left = left.without(sets.alike(left, entry, found.get()));
    }
    if (open != null) {
      List<Explanation> sent = refutation.sent(open);
      return new Proof.RefutedIf(
          refutation.problem(), assumptions(sent.get(sent.size() - 1)), sent);
    }
    if (!left.isEmpty()) {
      return new Proof.Inconclusive("the simulator does not confirm the packets that were found");
    }
    PacketSet known = possible.and(later);
    if (known.isEmpty() || (!anyState && known.and(sets.reachable()).isEmpty())) {
      return PROVED;
    }
    return new Proof.Inconclusive("only packets of known connections refute it");
  }

  private static List<String> assumptions(Explanation explanation) {
    return explanation.courses().get(0).assumptions().stream().map(Object::toString).toList();
  }
}
