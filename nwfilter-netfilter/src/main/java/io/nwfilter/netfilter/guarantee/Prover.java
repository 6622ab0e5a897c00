package io.nwfilter.netfilter.guarantee;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Proves what guarantees state, for all packets at once, or finds a packet that refutes it.
 *
 * <pre>{@code
 * Prover prover = Prover.of(Subject.of(compiled));
 * Proof proof = prover.prove(Guarantees.noForeignSourceMac());
 * }</pre>
 *
 * <p>What one proof finds out is kept for the next, so a prover should be used for all guarantees
 * of a subject. Not safe for use by several threads at a time.
 */
public final class Prover {

  private final Proving proving;

  private Prover(Proving proving) {
    this.proving = proving;
  }

  /**
   * {@return a prover of what is stated of a guest}
   *
   * @param subject the guest on its host
   */
  public static Prover of(Subject subject) {
    return of(subject, AnalysisBudget.DEFAULT_MAX_NODES);
  }

  /**
   * {@return a prover of what is stated of a guest, within a budget}
   *
   * @param subject the guest on its host
   * @param maxNodes how many nodes the sets of packets may have together, each of about 36 octets
   */
  public static Prover of(Subject subject, int maxNodes) {
    return new Prover(
        new Proving(
            requireNonNull(subject, "subject"),
            PacketSets.of(subject.simulator(), maxNodes),
            AlikeGuests.NONE,
            false,
            true,
            () -> TimeLimit.NONE));
  }

  /**
   * {@return a prover for which packets of known connections count even if the rules let no first
   * packet of such a connection through} Of connections from before the rules, say. What only such
   * packets refute is {@link Proof.Inconclusive}, as there is no conversation that shows it.
   */
  public Prover withAnyState() {
    return new Prover(
        new Proving(
            proving.subject(),
            proving.sets(),
            proving.alike(),
            true,
            proving.one(),
            proving.timeLimit()));
  }

  /**
   * {@return a prover whose proofs end as {@link Proof.Inconclusive} if they take too long}
   *
   * @param limit how long each proof may take, not negative
   * @throws IllegalArgumentException if it is negative
   */
  public Prover withTimeLimit(Duration limit) {
    checkArgument(!limit.isNegative(), "the time limit %s is negative", limit);
    return withTimeLimit(() -> TimeLimit.fromNow(limit));
  }

  /**
   * {@return a prover all of whose proofs together end as {@link Proof.Inconclusive} at some time}
   *
   * @param limit when they end
   */
  public Prover withTimeLimit(TimeLimit limit) {
    requireNonNull(limit, "limit");
    return withTimeLimit(() -> limit);
  }

  private Prover withTimeLimit(Supplier<TimeLimit> limit) {
    return new Prover(
        new Proving(
            proving.subject(),
            proving.sets(),
            proving.alike(),
            proving.anyState(),
            proving.one(),
            limit));
  }

  /** {@return a prover that knows which guests of the host are alike} */
  Prover withAlike(AlikeGuests alike) {
    return new Prover(
        new Proving(
            proving.subject(),
            proving.sets(),
            alike,
            proving.anyState(),
            proving.one(),
            proving.timeLimit()));
  }

  /**
   * {@return whether a guarantee holds for all packets}
   *
   * @param guarantee the guarantee
   */
  public Proof prove(Guarantee guarantee) {
    return proveAmongMany(guarantee.statement(proving.subject()));
  }

  /** {@return whether a statement, which is one of many, holds for all packets} */
  Proof proveAmongMany(Statement statement) {
    return proving.amongMany().prove(statement);
  }

  /**
   * {@return whether a statement holds for all packets}
   *
   * @param statement the statement
   */
  public Proof prove(Statement statement) {
    return proving.prove(statement);
  }

  /** {@return whether the sets of earlier proofs leave no room for those of others} */
  boolean isFull() {
    return proving.sets().isFull();
  }

  /**
   * {@return whether a guarantee says nothing of the rules: no packet would refute it even if they
   * let through what must not arrive, and dropped what must}
   *
   * @param guarantee the guarantee
   */
  public boolean isVacuous(Guarantee guarantee) {
    return isVacuous(guarantee.statement(proving.subject()));
  }

  /**
   * {@return whether a statement says nothing of the rules: no packet would refute it even if they
   * let through what must not arrive, and dropped what must} What does not apply is vacuous, too;
   * what cannot be decided within the budget is not.
   *
   * @param statement the statement
   */
  public boolean isVacuous(Statement statement) {
    try {
      proving.sets().limitTime(proving.timeLimit().get());
      return statement.accept(new Vacuity(proving.subject(), proving.sets(), proving.alike()));
    } catch (BudgetExceededException e) {
      return false;
    }
  }
}
