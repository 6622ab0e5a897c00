package io.nwfilter.benchmark;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.guarantee.Verification;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A thousand tries of a guarantee that {@code clean-traffic} gives. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GuaranteeBenchmark {

  private static final int TRIES = 1000;

  /** One of each kind of statement that is tried with many packets. */
  @Param({
    "no-foreign-source-mac",
    "nothing-around-fragments",
    "nothing-around-stacked-tags",
    "replies-come-back"
  })
  @SuppressWarnings("NullAway.Init") // JMH sets it before the setup
  private String name;

  private final Subject subject =
      Subject.of(
          FilterCompiler.compile(
              FilterBinding.of(
                  new InterfaceName("vnet0"),
                  MacAddress.parse("52:54:00:00:00:01"),
                  FilterReference.of("clean-traffic", "IP", "10.0.0.7"))));

  @SuppressWarnings("NullAway.Init") // the setup sets it
  private Guarantee guarantee;

  private long seed;

  /** Finds the guarantee. */
  @Setup
  public void find() {
    guarantee = Guarantees.named(name);
  }

  /** Other packets each time. */
  @Benchmark
  public Verification thousandTries() {
    return guarantee.verify(subject, TRIES, seed++);
  }
}
