package io.nwfilter.benchmark;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.nftfilter.FilterTable;
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

/** A host with {@code clean-traffic} on every interface as one script for nft, two threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class NftScriptBenchmark {

  /** How many interfaces the host has. */
  @Param({"100", "1000", "10000"})
  public int interfaces;

  private List<String> documents = List.of();
  private CompiledHost host = new CompiledHost(ImmutableList.of());

  /** Writes the documents and compiles them. */
  @Setup
  public void setUp() {
    documents = IntStream.rangeClosed(1, interfaces).mapToObj(Hosts::domainXml).toList();
    host = compile();
  }

  /** The rules of ebtables and iptables in, tables of nftables out. */
  @Benchmark
  public FilterTable tables() {
    return FilterTable.of(host);
  }

  /** The same, with the text. */
  @Benchmark
  public String script() {
    return FilterTable.of(host).script();
  }

  /** Documents in, text of a script out. */
  @Benchmark
  public String fromDocuments() {
    return FilterTable.of(compile()).script();
  }

  private CompiledHost compile() {
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
