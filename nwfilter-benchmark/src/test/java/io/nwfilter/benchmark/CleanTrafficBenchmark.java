package io.nwfilter.benchmark;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
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

/** One domain with {@code clean-traffic} on one interface: parse, compile, render. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 15, time = 1) // XML and compiler together are much code for the JIT
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CleanTrafficBenchmark {

  private final String xml = Hosts.domainXml(1);
  private final Domain domain = LibvirtXml.readDomain(XmlSource.text(xml, "domain")).value();
  private final CompiledDomain compiled = FilterCompiler.compile(domain);

  /** The document as it comes, to the model. */
  @Benchmark
  public Domain parse() {
    return LibvirtXml.readDomain(XmlSource.text(xml, "domain")).value();
  }

  /** The model to typed rulesets. */
  @Benchmark
  public CompiledDomain compile() {
    return FilterCompiler.compile(domain);
  }

  /** Typed rulesets to text. */
  @Benchmark
  public String render() {
    return compiled.text(Family.BRIDGE);
  }

  /** All of it. */
  @Benchmark
  public String parseCompileRender() {
    return FilterCompiler.compile(LibvirtXml.readDomain(XmlSource.text(xml, "domain")).value())
        .text(Family.BRIDGE);
  }
}
