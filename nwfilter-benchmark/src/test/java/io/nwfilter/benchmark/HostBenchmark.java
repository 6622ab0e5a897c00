package io.nwfilter.benchmark;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
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

/** A host with {@code clean-traffic} on every interface: parse, compile, render, two threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class HostBenchmark {

  /** How many interfaces the host has. */
  @Param({"100", "1000", "10000"})
  public int interfaces;

  private List<String> documents = List.of();

  /** Writes the documents. */
  @Setup
  public void setUp() {
    documents = IntStream.rangeClosed(1, interfaces).mapToObj(Hosts::domainXml).toList();
  }

  /** Documents in, text out, each domain on whichever core is free. */
  @Benchmark
  public String parseCompileRender() {
    return compile().text(Family.BRIDGE);
  }

  /** The same without the text. */
  @Benchmark
  public CompiledHost compile() {
    return new CompiledHost(
        documents.parallelStream()
            .map(
                xml ->
                    FilterCompiler.compile(
                        LibvirtXml.readDomain(XmlSource.text(xml, "domain")).value()))
            .map(domain -> domain.interfaces().get(0))
            .collect(ImmutableList.<CompiledInterface>toImmutableList()));
  }
}
