package io.nwfilter.netfilter.guarantee;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.analyze.HostAnalysis;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Proves statements about many guests of a host, on the threads of an executor. Of guests that are
 * alike ({@link AlikeGuests}), a statement is proved of one; of the others, the simulator confirms
 * what refutes it with their own addresses.
 *
 * <pre>{@code
 * List<List<Conclusion>> all = HostProver.of(alike, Runnable::run)
 *     .guarantees(subjects, Guarantees.all());
 * }</pre>
 */
public final class HostProver {

  private final AlikeGuests alike;
  private final AnalysisBudget budget;
  private final Executor executor;

  private HostProver(AlikeGuests alike, AnalysisBudget budget, Executor executor) {
    this.alike = requireNonNull(alike, "alike");
    this.budget = requireNonNull(budget, "budget");
    this.executor = requireNonNull(executor, "executor");
  }

  /**
   * {@return a prover of statements about guests of a host}
   *
   * @param alike which of its guests are alike
   * @param executor whose threads it runs on; {@code Runnable::run} for that of the caller
   */
  public static HostProver of(AlikeGuests alike, Executor executor) {
    return new HostProver(alike, AnalysisBudget.DEFAULT, executor);
  }

  /**
   * {@return a prover all of whose proofs together end as {@link Proof.Inconclusive} at some time}
   *
   * @param end when they end
   */
  public HostProver withTimeLimit(TimeLimit end) {
    return new HostProver(alike, budget.until(end), executor);
  }

  /**
   * {@return a prover with room for some nodes for the sets of each guest} If statements together
   * need more, each begins again where there is no room left.
   *
   * @param maxNodes how many nodes the sets of packets may have together, each of about 36 octets
   */
  public HostProver withMaxNodes(int maxNodes) {
    return new HostProver(
        alike, AnalysisBudget.ofNodes(maxNodes).until(budget.timeLimit()), executor);
  }

  /**
   * {@return whether guarantees hold of each guest, in the order of guests and of guarantees}
   *
   * @param subjects the guests on their host
   * @param guarantees the guarantees
   */
  public List<List<Conclusion>> guarantees(List<Subject> subjects, List<Guarantee> guarantees) {
    return conclusions(
        subjects,
        subject -> guarantees.stream().map(one -> one.statement(subject)).toList(),
        Prover::proveAmongMany);
  }

  /**
   * {@return whether statements hold of each guest, in the order of guests and of statements}
   *
   * @param subjects the guests on their host
   * @param statements what is stated of a guest
   */
  public List<List<Conclusion>> statements(
      List<Subject> subjects, Function<Subject, List<Statement>> statements) {
    return conclusions(subjects, statements, Prover::prove);
  }

  /** How a statement is proved. */
  private interface Way {
    Proof prove(Prover prover, Statement statement);
  }

  @SuppressWarnings("ReferenceEquality") // whether it is the first, not whether it is like it
  private List<List<Conclusion>> conclusions(
      List<Subject> subjects, Function<Subject, List<Statement>> statements, Way way) {
    List<AskedGuest> asked =
        HostAnalysis.each(subjects, one -> new AskedGuest(one, statements.apply(one)), executor);
    Map<ImmutableList<Object>, Integer> numbers = new HashMap<>();
    ImmutableList.Builder<AskedGuest> builder = ImmutableList.builder();
    ImmutableList.Builder<Member> members = ImmutableList.builder();
    for (AskedGuest one : asked) {
      ImmutableList<Object> shape = one.shape(alike);
      Integer number = numbers.get(shape);
      if (number == null) {
        number = numbers.size();
        numbers.put(shape, number);
        builder.add(one);
      }
      members.add(new Member(one, number));
    }
    ImmutableList<AskedGuest> firsts = builder.build();
    List<List<Conclusion>> ofFirsts =
        HostAnalysis.each(firsts, first -> inFull(first, way), executor);
    return HostAnalysis.each(
        members.build(),
        member -> {
          AskedGuest first = firsts.get(member.number());
          List<Conclusion> known = ofFirsts.get(member.number());
          return member.guest() == first ? known : alike(member.guest(), first, known, way);
        },
        executor);
  }

  /** A guest, and the number of the first one that it has the shape of. */
  private record Member(AskedGuest guest, int number) {}

  private Prover prover(AskedGuest guest) {
    return Prover.of(guest.subject(), budget.maxNodes())
        .withAlike(alike)
        .withTimeLimit(budget.timeLimit());
  }

  private List<Conclusion> inFull(AskedGuest guest, Way way) {
    Prover prover = prover(guest);
    boolean alone = true;
    ImmutableList.Builder<Conclusion> all = ImmutableList.builder();
    for (Statement one : guest.statements()) {
      Conclusion conclusion = inFull(prover, one, way);
      if (prover.isFull() && !alone) {
        prover = prover(guest);
        if (conclusion.proof() instanceof Proof.Inconclusive) {
          conclusion = inFull(prover, one, way);
        }
      }
      alone = false;
      all.add(conclusion);
    }
    return all.build();
  }

  private static Conclusion inFull(Prover prover, Statement statement, Way way) {
    Proof proof = way.prove(prover, statement);
    return new Conclusion(proof, proof.isProved() && prover.isVacuous(statement));
  }

  private List<Conclusion> alike(
      AskedGuest guest, AskedGuest first, List<Conclusion> ofFirst, Way way) {
    AlikeProof proof = new AlikeProof(alike, guest.subject());
    Supplier<Prover> prover = Suppliers.memoize(() -> prover(guest));
    ImmutableList.Builder<Conclusion> all = ImmutableList.builder();
    for (int i = 0; i < guest.statements().size(); i++) {
      Statement statement = guest.statements().get(i);
      Conclusion known = ofFirst.get(i);
      all.add(
          proof
              .of(statement, first.statements().get(i), known.proof())
              .map(own -> new Conclusion(own, known.vacuous()))
              .orElseGet(() -> inFull(prover.get(), statement, way)));
    }
    return all.build();
  }
}
