package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;

/**
 * The packets that a set says arrive are those that arrive in the simulator: first packets of
 * connections, by all ways, through all rules that are compared with the kernel.
 */
class PacketSetsSimulatorTest {

  static final int PACKETS = Integer.getInteger("nwfilter.sets.packetsPerCase", 50);

  /** With half as many, rulesets are too large that are not generated. */
  static final int MAX_NODES = 2_000_000;

  private final SetsComparison comparison = new SetsComparison();
  private final List<String> tooLarge = new ArrayList<>();

  @Example
  void setsHoldWhatArrives() {
    long seed = SimulatorKernelTest.seed();
    for (RuleCase one : RuleCorpus.all(seed)) {
      try {
        compare(one, seed);
      } catch (BudgetExceededException e) {
        tooLarge.add(one.name());
      }
    }
    int asked = comparison.asked();
    int open = comparison.open();
    System.out.printf(
        "sets: seed %d, %,d packets and ends, %,d not known, %d differences; too large: %s%n",
        seed, asked, open, comparison.differences().size(), tooLarge);
    assertAll(
        () -> assertEquals("", String.join("\n", comparison.differences())),
        () -> assertTrue(tooLarge.stream().allMatch(PacketSetsSimulatorTest::isGenerated)),
        () -> assertTrue(asked >= 40_000, () -> asked + " packets and ends"),
        () -> assertTrue(open * 10 < asked, () -> open + " not known"));
  }

  /** {@return whether rules are of those that ask for a hundred things that no one asks for} */
  private static boolean isGenerated(String name) {
    return name.startsWith("rulesets ");
  }

  private void compare(RuleCase rules, long seed) {
    Situation.Builder situation = Testbed.situation();
    if (rules.name().hashCode() % 3 == 0) {
      Setting.ISOLATED_GUESTS.tell(situation);
    }
    Simulator simulator = Simulator.of(situation.build(), rules.rulesets().values());
    PacketSets sets = PacketSets.of(simulator, MAX_NODES);
    Random random = new Random(seed ^ rules.name().hashCode());
    List<Packet> samples =
        SimulatorKernelTest.samples(rules).seed(random.nextLong()).limit(PACKETS);
    comparison.compare(rules.name(), simulator, sets, samples);
  }
}
