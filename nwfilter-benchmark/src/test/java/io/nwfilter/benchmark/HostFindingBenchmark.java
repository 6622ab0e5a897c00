package io.nwfilter.benchmark;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.finding.RuleFindings;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@code check} does with a host of 2,000 machines once their documents are read: compile
 * them, with clean-traffic and rules of their own, and find what is wrong with them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class HostFindingBenchmark {

  private static final int MACHINES = 2_000;

  /** How many filters they have: each reports something at a place in its own document. */
  @Param({"1", "2000"})
  public int filters;

  private final ExecutorService cores =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  private List<CompileOptions> options = List.of();

  /** Makes the filters. */
  @Setup
  public void make() {
    options =
        IntStream.range(0, filters)
            .mapToObj(
                i ->
                    CompileOptions.builder()
                        .library(StockFilters.library().with(filter("filter" + i + ".xml")))
                        .build())
            .collect(ImmutableList.toImmutableList());
  }

  /** Stops the threads. */
  @TearDown
  public void stop() {
    cores.shutdown();
  }

  private static Filter filter(String document) {
    List<Rule.Builder> rules =
        List.of(
            Rule.accept(Direction.IN, Protocol.TCP).toPort(22),
            Rule.accept(Direction.IN, Protocol.TCP).toPort(80),
            Rule.accept(Direction.IN, Protocol.ICMP),
            Rule.accept(Direction.OUT, Protocol.ALL),
            Rule.drop(Direction.INOUT, Protocol.ALL));
    Filter.Builder filter = Filter.builder("machine").include("clean-traffic");
    for (int i = 0; i < rules.size(); i++) {
      filter.rule(rules.get(i).location(new SourceLocation(document, i + 3, 3)).build());
    }
    return filter.build();
  }

  private CompiledInterface machine(int number) {
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName("vnet" + number),
            new MacAddress(0x5254_0000_0000L + number),
            new FilterReference(
                "machine",
                Parameters.of("IP", "10.9." + (number >> 8) + "." + (number & 255)),
                new SourceLocation("vm" + number + ".xml", 4, 5))),
        options.get(number % filters));
  }

  /** Compiles all, and finds. */
  @Benchmark
  public List<Diagnostic> check() {
    List<CompiledInterface> machines =
        IntStream.range(0, MACHINES).mapToObj(this::machine).toList();
    return RuleFindings.of(machines, AnalysisBudget.DEFAULT, cores);
  }
}
