package io.nwfilter.benchmark;

import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.analyze.RulesetAnalysis;
import io.nwfilter.netfilter.finding.RuleFindings;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import java.util.Random;
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

/** What is found about an interface whose filter accepts TCP from many addresses, and no more. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class FindingBenchmark {

  private static final long SEED = 1;

  /** How many rules accept. */
  @Param({"10", "100", "1000", "10000"})
  public int rules;

  private CompiledInterface compiled;

  /** Compiles the filter. */
  @Setup
  public void compile() {
    Random random = new Random(SEED);
    Filter.Builder filter = Filter.builder("many");
    for (int i = 0; i < rules; i++) {
      String address =
          "10.%d.%d.%d".formatted(random.nextInt(4), random.nextInt(256), random.nextInt(256));
      filter.rule(
          Rule.accept(Direction.IN, Protocol.TCP)
              .whereText(Attributes.SRCIPADDR, address)
              .toPort(1 + random.nextInt(200)));
    }
    filter.rule(Rule.drop(Direction.INOUT, Protocol.ALL));
    compiled =
        FilterCompiler.compile(
            FilterBinding.of(
                new InterfaceName("vnet0"),
                MacAddress.parse("52:54:00:00:00:01"),
                FilterReference.of("many")),
            CompileOptions.builder().library(StockFilters.library().with(filter.build())).build());
  }

  /** Rules that do nothing within their table. */
  @Benchmark
  public RulesetAnalysis tables() {
    return RulesetAnalysis.of(compiled.ruleset(Family.IPV4));
  }

  /** All findings. */
  @Benchmark
  public List<Diagnostic> findings() {
    return RuleFindings.of(compiled);
  }
}
