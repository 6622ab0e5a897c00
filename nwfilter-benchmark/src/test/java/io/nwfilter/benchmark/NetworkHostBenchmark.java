package io.nwfilter.benchmark;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A host with a virtual network for every twenty interfaces, each with {@code clean-traffic}:
 * parse, compile, render in all families, two threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class NetworkHostBenchmark {

  private static final int INTERFACES_OF_A_NETWORK = 20;

  /** How many networks the host has. */
  @Param({"5", "50", "500"})
  public int networks;

  private List<String> networkXmls = List.of();
  private List<String> domainXmls = List.of();

  /** Writes the documents. */
  @Setup
  public void setUp() {
    networkXmls = IntStream.rangeClosed(1, networks).mapToObj(Hosts::networkXml).toList();
    domainXmls =
        IntStream.rangeClosed(1, networks * INTERFACES_OF_A_NETWORK)
            .mapToObj(Hosts::domainXml)
            .toList();
  }

  /** Documents in, text out; the result is how long the texts are. */
  @Benchmark
  public int parseCompileRender() {
    CompiledHost host = host(domainXmls);
    return host.texts().values().stream().mapToInt(String::length).sum();
  }

  /** The networks alone, with their text. */
  @Benchmark
  public String networksAlone() {
    return host(List.of()).text(Family.IPV4);
  }

  private CompiledHost host(List<String> domains) {
    return new CompiledHost(
        networkXmls.parallelStream()
            .map(xml -> LibvirtXml.readNetwork(XmlSource.text(xml, "network")).value())
            .map(FilterCompiler::compile)
            .collect(ImmutableList.<CompiledNetwork>toImmutableList()),
        ImmutableList.of(),
        domains.parallelStream()
            .map(xml -> LibvirtXml.readDomain(XmlSource.text(xml, "domain")).value())
            .map(domain -> FilterCompiler.compile(domain).interfaces().get(0))
            .collect(ImmutableList.<CompiledInterface>toImmutableList()));
  }
}
