package io.nwfilter.benchmark;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.analyze.HostAnalysis;
import io.nwfilter.netfilter.analyze.UnmetRule;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import java.util.List;
import java.util.Map;
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

/** The rules that no packet can meet of a host of 2,000 machines with some 50 rules each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 4)
@Fork(2)
public class HostAnalysisBenchmark {

  private static final int MACHINES = 2_000;
  private static final int SERVICES = 15;

  /** How many filters they have: with one, they differ in names and addresses only. */
  @Param({"1", "2000"})
  public int filters;

  private final ExecutorService cores =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  private List<CompiledInterface> machines = List.of();

  /** Compiles the machines. */
  @Setup
  public void compile() {
    machines = IntStream.range(0, MACHINES).mapToObj(i -> machine(i, i % filters)).toList();
  }

  /** Stops the threads. */
  @TearDown
  public void stop() {
    cores.shutdown();
  }

  private static Filter filter(int number) {
    Filter.Builder filter = Filter.builder("machine");
    for (int i = 0; i < SERVICES; i++) {
      filter.rule(Rule.accept(Direction.IN, Protocol.TCP).toPort(1000 + number + i));
    }
    return filter.rule(Rule.drop(Direction.INOUT, Protocol.ALL)).build();
  }

  private static CompiledInterface machine(int number, int filter) {
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName("vnet" + number),
            new MacAddress(0x5254_0000_0000L + number),
            FilterReference.of("machine", "IP", "10.0." + (number >> 8) + "." + (number & 255))),
        CompileOptions.with(filter(filter)));
  }

  /** Each machine by itself on whichever core is free, those of one shape once. */
  @Benchmark
  public Map<InterfaceName, List<UnmetRule>> unmetRules() {
    return HostAnalysis.unmetRules(machines, AnalysisBudget.DEFAULT_MAX_NODES, cores);
  }
}
