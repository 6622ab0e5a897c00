package io.nwfilter.benchmark;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.difference.Difference;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Surroundings;
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

/** What a change of one rule of many means, with the packets that show it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class DifferenceBenchmark {

  private static final String BRIDGE = "virbr0";
  private static final String CHAIN = "FORWARD";

  /** How many rules there are. */
  @Param({"100", "1000", "10000"})
  public int rules;

  private Subject before;
  private Subject after;

  /** Makes both hosts. */
  @Setup
  public void hosts() {
    Ruleset all = OrdinaryRules.closedFirewall(rules);
    Edit delete = new Edit.Delete(Table.FILTER, CHAIN, rules / 2, 1);
    before = subject(all);
    after = subject(all.after(new Change(all.family(), ImmutableList.of(delete))));
  }

  private static Subject subject(Ruleset ruleset) {
    Surroundings surroundings = new Surroundings();
    Guest guest = surroundings.addGuest("vnet0", BRIDGE, new MacAddress(0x5254_0000_0001L));
    return Subject.of(
        surroundings.situation().build(), ImmutableList.of(ruleset), surroundings, guest);
  }

  /** A rule is missing. */
  @Benchmark
  public Difference oneRuleLess() {
    return Difference.between(before, after);
  }

  /** Nothing has changed. */
  @Benchmark
  public Difference nothing() {
    return Difference.between(before, before);
  }
}
