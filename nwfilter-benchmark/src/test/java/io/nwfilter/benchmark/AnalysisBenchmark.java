package io.nwfilter.benchmark;

import io.nwfilter.netfilter.analyze.RulesetAnalysis;
import io.nwfilter.netfilter.ruleset.Ruleset;
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

/** Rules that no packet can meet, in one long chain. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class AnalysisBenchmark {

  private static final int RULES = 10_000;
  private static final int BUDGET = 1_000_000;

  private final Ruleset firewall = OrdinaryRules.firewall(RULES);
  private final Ruleset adversarial = OrdinaryRules.adversarial(RULES / 2);

  /** Ten thousand rules of a firewall, all of which are looked at. */
  @Benchmark
  public RulesetAnalysis firewall() {
    RulesetAnalysis analysis = RulesetAnalysis.of(firewall);
    if (!analysis.isComplete()) {
      throw new IllegalStateException("too many nodes");
    }
    return analysis;
  }

  /** Ten thousand rules that need more nodes than there may be: until that is known. */
  @Benchmark
  public RulesetAnalysis adversarial() {
    RulesetAnalysis analysis = RulesetAnalysis.of(adversarial, BUDGET);
    if (analysis.isComplete()) {
      throw new IllegalStateException("few nodes");
    }
    return analysis;
  }
}
