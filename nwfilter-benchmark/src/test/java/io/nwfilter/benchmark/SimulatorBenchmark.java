package io.nwfilter.benchmark;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What becomes of packets: through {@code clean-traffic}, and explained through many rules. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SimulatorBenchmark {

  private static final int RULES = 10_000;
  private static final MacAddress GUEST = MacAddress.parse("52:54:00:00:00:01");
  private static final MacAddress PEER = MacAddress.parse("52:54:00:00:00:02");
  private static final String MACS = " src-mac " + GUEST + " dst-mac " + PEER;
  private static final Situation BRIDGE =
      Situation.builder()
          .bridge("virbr0", "vnet0", "eth1")
          .learned("vnet0", GUEST)
          .learned("eth1", PEER)
          .build();

  private final Simulator cleanTraffic =
      Simulator.of(
          FilterCompiler.compile(
              FilterBinding.of(
                  new InterfaceName("vnet0"),
                  GUEST,
                  FilterReference.of("clean-traffic", "IP", "10.0.0.7"))),
          BRIDGE);

  /** Half of them pass; the last two are forged. */
  private final List<Packet> packets =
      List.of(
          Packet.parse("udp 10.0.0.7:5000 > 10.0.0.9:53" + MACS),
          Packet.parse("arp reply 10.0.0.7 is-at " + GUEST + MACS),
          Packet.parse("tcp ack 10.0.0.99:5000 > 10.0.0.9:20000" + MACS),
          Packet.parse("arp reply 10.0.0.99 is-at " + GUEST + MACS));

  private final Simulator manyRules = Simulator.of(BRIDGE, manyRules());

  private static Ruleset manyRules() {
    StringBuilder text = new StringBuilder("*filter\n:FORWARD ACCEPT [0:0]\n");
    for (int i = 0; i < RULES; i++) {
      text.append("-A FORWARD -p tcp -m tcp --dport ").append(i + 1).append(" -j DROP\n");
    }
    return SaveText.read(Family.IPV4, TextSource.text(text + "COMMIT\n", "rules"));
  }

  /** One packet from the guest, without a record. */
  @Benchmark
  @OperationsPerInvocation(4)
  public void fate(Blackhole results) {
    for (Packet packet : packets) {
      Fate fate = cleanTraffic.fate(packet, Entry.port("vnet0"));
      results.consume(fate);
    }
  }

  /** One packet from the guest, with every rule that was tried. */
  @Benchmark
  public Explanation explain() {
    return cleanTraffic.run(packets.get(0), Entry.port("vnet0"));
  }

  /** One packet that none of 10,000 rules matches, with all of them in the record. */
  @Benchmark
  public Explanation explainManyRules() {
    return manyRules.run(packets.get(2), Entry.port("vnet0"));
  }
}
