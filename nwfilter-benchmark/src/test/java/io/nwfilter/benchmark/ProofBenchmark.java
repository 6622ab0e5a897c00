package io.nwfilter.benchmark;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.Prover;
import io.nwfilter.netfilter.guarantee.Subject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Proofs about a machine with {@code clean-traffic}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ProofBenchmark {

  private final Subject subject =
      Subject.of(
          FilterCompiler.compile(
              FilterBinding.of(
                  new InterfaceName("vnet0"),
                  MacAddress.parse("52:54:00:00:00:01"),
                  FilterReference.of("clean-traffic", "IP", "10.0.0.7"))));

  /** One guarantee, with all that has to be made first. */
  @Benchmark
  public Proof firstGuarantee() {
    return Prover.of(subject).prove(Guarantees.noForeignSourceMac());
  }

  /** All guarantees, some of which are refuted by a packet. */
  @Benchmark
  public List<Proof> allGuarantees() {
    Prover prover = Prover.of(subject);
    return Guarantees.all().stream().map((Guarantee one) -> prover.prove(one)).toList();
  }
}
