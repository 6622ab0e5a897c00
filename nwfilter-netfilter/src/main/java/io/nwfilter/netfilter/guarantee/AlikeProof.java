package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;
import java.util.Optional;

/**
 * Tells what holds of a guest from what was proved of another one.
 *
 * <p>If the statement about the one becomes the statement about the other by an exchange of alike
 * guests, both hold or neither does. A packet that refutes the one becomes a packet that refutes
 * the other, as the simulator confirms; if it does not, nothing is told. What cannot be decided of
 * the one is not looked for again.
 *
 * @param alike which guests are alike
 * @param subject the guest
 */
record AlikeProof(AlikeGuests alike, Subject subject) {

  /**
   * {@return the proof of a statement; empty if it has to be looked for}
   *
   * @param statement the statement
   * @param other the statement about the other guest
   * @param ofOther the proof of that
   */
  Optional<Proof> of(Statement statement, Statement other, Proof ofOther) {
    if (statement instanceof Statement.Completes completes) {
      return Optional.of(Proving.completed(subject, completes));
    } else if (statement instanceof Statement.Inapplicable inapplicable) {
      return Optional.of(new Proof.NotApplicable(inapplicable.reason()));
    }
    return StatementPair.exchange(alike, other, statement)
        .flatMap(exchange -> of(statement, exchange, ofOther));
  }

  private Optional<Proof> of(Statement statement, GuestExchange exchange, Proof ofOther) {
    if (ofOther instanceof Proof.Proved || ofOther instanceof Proof.Inconclusive) {
      return Optional.of(ofOther);
    } else if (ofOther instanceof Proof.Refuted refuted) {
      return shown(statement, exchange, refuted.sent()).filter(Proof.Refuted.class::isInstance);
    } else if (ofOther instanceof Proof.RefutedIf perhaps) {
      return shown(statement, exchange, perhaps.sent()).filter(Proof.RefutedIf.class::isInstance);
    }
    return Optional.empty();
  }

  /** {@return what packets show that were sent to refute the statement about the other guest} */
  private Optional<Proof> shown(
      Statement statement, GuestExchange exchange, List<Explanation> ofOther) {
    List<Sent> sent =
        ofOther.stream()
            .map(one -> new Sent(exchange.of(one.packet()), exchange.of(one.entry())))
            .toList();
    return statement.accept(new Replay(subject, sent));
  }

  /**
   * Sends packets again.
   *
   * @param subject the guest on its host
   * @param sent the packets
   */
  private record Replay(Subject subject, List<Sent> sent)
      implements Statement.Visitor<Optional<Proof>> {

    @Override
    public Optional<Proof> visit(Statement.Never never) {
      return never.entry().equals(sent.get(sent.size() - 1).entry())
          ? talked(new Arrival(subject, never))
          : Optional.empty();
    }

    @Override
    public Optional<Proof> visit(Statement.Always always) {
      return always.entry().equals(sent.get(sent.size() - 1).entry())
          ? talked(new Loss(subject, always))
          : Optional.empty();
    }

    @Override
    public Optional<Proof> visit(Statement.NoWayAround around) {
      return alone(new WayAround(subject, around));
    }

    @Override
    public Optional<Proof> visit(Statement.RepliesArrive replies) {
      return replies.entry().equals(sent.get(0).entry())
          ? alone(new LostReply(subject.simulator(), replies))
          : Optional.empty();
    }

    private Optional<Proof> talked(Refutation.OfPacket refutation) {
      int before = sent.size() - 1;
      Packet last = sent.get(before).packet();
      return new Talk(subject, refutation, sent.subList(0, before).toArray(new Sent[0]))
          .shown(last, last)
          .map(shown -> shown.proof(refutation.problem()));
    }

    private Optional<Proof> alone(Refutation refutation) {
      return Proving.alone(refutation, sent.get(0).packet())
          .map(shown -> shown.proof(refutation.problem()));
    }

    @Override
    public Optional<Proof> visit(Statement.Completes completes) {
      return Optional.of(Proving.completed(subject, completes));
    }

    @Override
    public Optional<Proof> visit(Statement.Inapplicable inapplicable) {
      return Optional.empty();
    }

    @Override
    public Optional<Proof> visit(Statement.All all) {
      return all.parts().stream().flatMap(part -> part.accept(this).stream()).findFirst();
    }
  }
}
