package io.nwfilter.benchmark;

import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
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

/** Large dumps of {@code iptables-save}: text to rulesets, and rulesets to text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class SaveTextBenchmark {

  /** How many rules the dump has; ten times as many should take ten times as long. */
  @Param({"10000", "100000"})
  public int rules;

  private TextSource source = TextSource.text("", "none");
  private Ruleset ruleset = Ruleset.empty(Family.IPV4);

  /** Writes the dump. */
  @Setup
  public void setUp() {
    source = TextSource.text(Dumps.iptablesSave(rules), "dump");
    ruleset = read();
    if (ruleset.ruleCount() != rules) {
      throw new IllegalStateException("the dump has " + ruleset.ruleCount() + " rules");
    }
  }

  /** Text to rules that know their lines. */
  @Benchmark
  public Ruleset read() {
    return SaveText.read(Family.IPV4, source);
  }

  /** Rules to text. */
  @Benchmark
  public String write() {
    return SaveText.write(ruleset);
  }
}
