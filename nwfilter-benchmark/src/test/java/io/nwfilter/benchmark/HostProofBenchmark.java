package io.nwfilter.benchmark;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Protocol;
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
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.guarantee.Conclusion;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.HostProver;
import io.nwfilter.netfilter.guarantee.HostSubjects;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
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
 * What {@code verify --prove} does with guests of one bridge once they are compiled, with
 * clean-traffic and rules of their own: all guarantees of each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 5, time = 10)
@Fork(1)
public class HostProofBenchmark {

  /** How many guests the host has. */
  @Param({"10", "20", "40", "80"})
  public int guests;

  /** Whether they differ in names and addresses only; otherwise also in a port. */
  @Param({"true", "false"})
  public boolean alike;

  private final ExecutorService cores =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  private HostRules rules = HostRules.NONE;
  private Situation situation = Situation.builder().build();
  private Surroundings surroundings = new Surroundings();

  /** Compiles the guests. */
  @Setup
  public void compile() {
    List<CompiledInterface> compiled =
        IntStream.range(0, guests).mapToObj(this::guest).collect(ImmutableList.toImmutableList());
    surroundings = new Surroundings();
    compiled.forEach(one -> surroundings.add(one.binding(), Simulator.BRIDGE));
    situation = surroundings.situation().build();
    rules = HostRules.of(new CompiledHost(ImmutableList.of(), ImmutableList.of(), compiled));
  }

  /** Stops the threads. */
  @TearDown
  public void stop() {
    cores.shutdown();
  }

  private CompiledInterface guest(int number) {
    Filter filter =
        Filter.builder("machine")
            .include("clean-traffic")
            .rule(
                Rule.accept(Direction.IN, Protocol.TCP).toPort(alike ? 22 : 2000 + number).build())
            .rule(Rule.accept(Direction.IN, Protocol.ICMP).build())
            .rule(Rule.accept(Direction.OUT, Protocol.ALL).build())
            .rule(Rule.drop(Direction.INOUT, Protocol.ALL).build())
            .build();
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName("vnet" + number),
            new MacAddress(0x5254_0000_0000L + number),
            FilterReference.of(
                "machine",
                Parameters.of("IP", "10.9." + (number >> 7) + "." + (1 + (number & 127))))),
        CompileOptions.builder().library(StockFilters.library().with(filter)).build());
  }

  /** Finds out which guests are alike, and proves. */
  @Benchmark
  public List<List<Conclusion>> prove() {
    HostSubjects host = HostSubjects.of(situation, rules, surroundings);
    List<Subject> subjects = surroundings.guests().stream().map(host::subject).toList();
    return HostProver.of(AlikeGuests.of(situation, rules, surroundings.guests()), cores)
        .guarantees(subjects, Guarantees.all());
  }
}
