package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proves statements by sets of packets.
 *
 * @param subject the guest on its host
 * @param sets the sets of packets on that host
 * @param alike which guests of the host are known to be alike
 * @param anyState whether states of connections count that cannot come about
 * @param one whether a statement is by itself, so that only its own packets are led through rules;
 *     else all are, once for many statements
 * @param timeLimit when a proof ends that begins now
 */
record Proving(
    Subject subject,
    PacketSets sets,
    AlikeGuests alike,
    boolean anyState,
    boolean one,
    Supplier<TimeLimit> timeLimit)
    implements Statement.Visitor<Proof> {

  private static final String UNCONFIRMED =
      "the simulator does not confirm the packets that were found";

  private static final String UNCONFIRMED_INVALID =
      "only packets with wrong checksums may refute it, and the simulator does not confirm those"
          + " that were found";

  private static final String UNCONFIRMED_KNOWN =
      "only packets of known connections may refute it, and no packets were found that make such a"
          + " connection known";

  /** How many packets are tried where sets get too large: no more than takes a moment. */
  private static final int TRIES = 200;

  /** How many packets show something in an ordinary way: the first of a connection, and a reply. */
  private static final int USUAL_PACKETS = 2;

  private static final Proof PROVED = new Proof.Proved();

  /** {@return the same for a statement that is one of many} */
  Proving amongMany() {
    return new Proving(subject, sets, alike, anyState, false, timeLimit);
  }

  Proof prove(Statement statement) {
    TimeLimit limit = timeLimit.get();
    try {
      sets.limitTime(limit);
      return statement.accept(this);
    } catch (BudgetExceededException e) {
      return refutedByTrying(statement, limit)
          .orElseGet(() -> new Proof.Inconclusive(String.valueOf(e.getMessage())));
    }
  }

  /** {@return a refutation by some packet, which needs no sets; empty if the time is over} */
  private Optional<Proof> refutedByTrying(Statement statement, TimeLimit limit) {
    return !limit.isOver()
            && statement.accept(new Trial(subject, TRIES, Guarantee.DEFAULT_SEED))
                instanceof Verification.Fails fails
        ? Optional.of(new Proof.Refuted(fails.problem(), fails.sent()))
        : Optional.empty();
  }

  private Breaches breaches() {
    return new Breaches(subject, sets, alike, false, one);
  }

  @Override
  public Proof visit(Statement.Never never) {
    return refuted(breaches().of(never), new Arrival(subject, never));
  }

  @Override
  public Proof visit(Statement.Always always) {
    return refuted(breaches().of(always), new Loss(subject, always));
  }

  @Override
  public Proof visit(Statement.NoWayAround around) {
    return refuted(breaches().of(around), around.entry(), new WayAround(subject, around));
  }

  @Override
  public Proof visit(Statement.RepliesArrive replies) {
    return refuted(
        breaches().of(replies), replies.entry(), new LostReply(subject.simulator(), replies));
  }

  @Override
  public Proof visit(Statement.Completes completes) {
    return completed(subject, completes);
  }

  /** {@return whether packets all arrive, which needs no sets} */
  static Proof completed(Subject subject, Statement.Completes completes) {
    Verification tried =
        completes.accept(new Trial(subject, completes.legs().size(), Guarantee.DEFAULT_SEED));
    if (tried instanceof Verification.Fails fails) {
      return new Proof.Refuted(fails.problem(), fails.sent());
    } else if (tried instanceof Verification.Depends depends) {
      return new Shown(
              Outcome.OPEN,
              List.of(depends.explanation()),
              (course, last) -> course.fate() != Fate.ARRIVES)
          .proof("a packet that is needed may not arrive");
    }
    return PROVED;
  }

  @Override
  public Proof visit(Statement.Inapplicable inapplicable) {
    return new Proof.NotApplicable(inapplicable.reason());
  }

  /**
   * One part that is refuted refutes all. Others are looked at if that takes more packets than
   * usual: what comes from elsewhere may do so in an ordinary way.
   */
  @Override
  public Proof visit(Statement.All all) {
    @Nullable Proof open = null;
    Proof.@Nullable Refuted refuted = null;
    for (Statement part : all.parts()) {
      Proof proof = refuted == null ? part.accept(this) : orRefuted(part, refuted);
      if (proof instanceof Proof.Refuted found) {
        refuted = shorter(refuted, found);
        if (refuted.sent().size() <= USUAL_PACKETS) {
          return refuted;
        }
      }
      open = open == null && !proof.isProved() ? proof : open;
    }
    return refuted != null ? refuted : open == null ? PROVED : open;
  }

  /** {@return whether a part holds; if that takes too much, that another one is refuted} */
  private Proof orRefuted(Statement part, Proof.Refuted other) {
    try {
      return part.accept(this);
    } catch (BudgetExceededException e) {
      return other;
    }
  }

  private static Proof.Refuted shorter(Proof.@Nullable Refuted before, Proof.Refuted found) {
    return before != null && before.sent().size() <= found.sent().size() ? before : found;
  }

  /** {@return that a set has no packet that there can be, or one that the simulator confirms} */
  private Proof refuted(PacketSet wrong, Entry entry, Refutation refutation) {
    if (wrong.isEmpty()) {
      return PROVED;
    }
    WitnessSearch search =
        new WitnessSearch(subject, sets, entry, PacketClass.of(), refutation.problem());
    Function<Packet, Optional<Shown>> attempt = packet -> alone(refutation, packet);
    return search
        .amongUsual(attempt, wrong)
        .or(() -> search.in(sets.possible(entry, wrong), List::of, UNCONFIRMED, attempt))
        .orElseGet(search::otherwise);
  }

  /** {@return the same of packets that may belong to known connections, or be invalid} */
  private Proof refuted(PacketSet wrong, Refutation.OfPacket refutation) {
    if (wrong.isEmpty()) {
      return PROVED;
    }
    WitnessSearch search =
        new WitnessSearch(
            subject, sets, refutation.entry(), refutation.packets(), refutation.problem());
    KnownConnections connections = new KnownConnections(subject, sets, refutation);
    return search
        .amongUsual(connections::alone, wrong, sets.first())
        .orElseGet(() -> refutedByAny(wrong, search, connections));
  }

  private Proof refutedByAny(PacketSet wrong, WitnessSearch search, KnownConnections connections) {
    Entry entry = connections.refutation().entry();
    PacketSet possible = sets.possible(entry, wrong);
    PacketSet withoutOthers = sets.first().or(sets.in(TrackedState.UNTRACKED));
    PacketSet first = possible.and(withoutOthers);
    PacketSet later = possible.without(withoutOthers);
    PacketSet invalid = later.and(sets.in(TrackedState.INVALID));
    return search
        .in(first, List::of, UNCONFIRMED, connections::beginning)
        .or(
            () ->
                search.in(
                    invalid,
                    List::of,
                    UNCONFIRMED_INVALID,
                    packet -> Checksums.wrong(packet).flatMap(connections::alone)))
        .or(
            () ->
                search.in(
                    reachable(later.without(invalid)),
                    () -> subject.later(entry),
                    UNCONFIRMED_KNOWN,
                    connections::with))
        .orElseGet(search::otherwise);
  }

  /** {@return the packets whose state counts} Often there are none, which is known at once. */
  private PacketSet reachable(PacketSet known) {
    return anyState || known.isEmpty() ? known : known.and(sets.reachable());
  }

  /** {@return what a packet shows of a statement; empty for nothing} */
  static Optional<Shown> alone(Refutation refutation, Packet packet) {
    Outcome outcome = refutation.test(packet);
    return outcome == Outcome.REFUTED || outcome == Outcome.OPEN
        ? Optional.of(new Shown(outcome, refutation.sent(packet), refutation::isShownBy))
        : Optional.empty();
  }
}
