package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Real packets through tables of nftables, alone and beside rules of iptables and ebtables: each
 * arrives where the simulator says, after it has met the same rules. More are tried with {@code
 * -Dnwfilter.nft.rulesets=N} and {@code -Dnwfilter.nft.sets=N}.
 */
@AddLifecycleHook(RequiresHost.Kernel.class)
class NftSimulatorKernelTest {

  private static final int RULESETS = Integer.getInteger("nwfilter.nft.rulesets", 15);
  private static final int SETS = Integer.getInteger("nwfilter.nft.sets", 6);
  private static final int PACKETS = Integer.getInteger("nwfilter.nft.packets", 40);
  private static final ImmutableList<NftRules.Style> STYLES =
      ImmutableList.copyOf(NftRules.Style.values());

  private static final ImmutableList<Place> PLACES =
      ImmutableList.of(Place.GUEST, Place.GUEST, Place.NEIGHBOR, Place.OTHER_GUEST, Place.OUTSIDE);

  /** {@return the rules of other tools beside a table: those of every third one are the host's} */
  static RuleCase beside(int number, List<RuleCase> others) {
    return number % 3 == 2
        ? others.get(number / 3 % others.size())
        : new RuleCase("nothing else", ImmutableMap.of());
  }

  static List<RuleCase> others(long seed) {
    return ImmutableList.<RuleCase>builder()
        .addAll(RuleCorpus.stock().stream().filter(one -> one.name().startsWith("clean")).toList())
        .addAll(RuleCorpus.hosts().subList(0, 2))
        .addAll(RuleCorpus.rulesets(seed, 3))
        .build();
  }

  static NftRules.Style style(int number) {
    return STYLES.get(number % STYLES.size());
  }

  @Example
  void packetsArriveWhereTheSimulatorSays() {
    long seed = SimulatorKernelTest.seed();
    List<RuleCase> others = others(seed);
    try (Testbed testbed = new Testbed()) {
      Tally tally = new Tally(testbed);
      for (int i = 0; i < RULESETS; i++) {
        String script = NftRules.script(seed + i, style(i / 3));
        run(testbed, tally, "nft " + (seed + i), script, beside(i, others), seed + i);
      }
      System.out.printf("nft: seed %d, %d rulesets, %s%n", seed, RULESETS, tally);
      int sent = tally.sent();
      assertEquals("", String.join("\n", tally.differences()));
      assertAll(
          () -> assertTrue(sent >= 15 * RULESETS, tally::toString),
          () -> assertTrue(tally.undecided() * 50 < sent, tally::toString));
    }
  }

  @Example
  void setsHoldWhatArrives() {
    long seed = SimulatorKernelTest.seed();
    List<RuleCase> others = others(seed);
    SetsComparison comparison = new SetsComparison();
    List<String> tooLarge = new ArrayList<>();
    try (Testbed testbed = new Testbed()) {
      for (int i = 0; i < SETS; i++) {
        String name = "nft " + (seed + i);
        String script = testbed.withoutConflicts(NftRules.script(seed + i, style(i / 3)));
        RuleCase beside = beside(i, others);
        testbed.load(beside.rulesets());
        HostRules rules = new HostRules(beside.rulesets(), testbed.load(script));
        Simulator simulator = Simulator.of(Testbed.situation().build(), rules);
        List<Packet> samples = SimulatorKernelTest.samples(rules).seed(seed + i).limit(PACKETS);
        try {
          comparison.compare(
              name + " beside " + beside,
              simulator,
              PacketSets.of(simulator, PacketSetsSimulatorTest.MAX_NODES),
              samples);
        } catch (BudgetExceededException e) {
          tooLarge.add(name + " beside " + beside);
        }
      }
    }
    int asked = comparison.asked();
    int open = comparison.open();
    System.out.printf(
        "nft sets: seed %d, %,d packets and ends, %,d not known, %d differences; too large: %s%n",
        seed, asked, open, comparison.differences().size(), tooLarge);
    assertAll(
        () -> assertEquals("", String.join("\n", comparison.differences())),
        () -> assertTrue(tooLarge.size() * 6 <= SETS, tooLarge::toString),
        () -> assertTrue(asked >= 200 * SETS, () -> asked + " packets and ends"),
        () -> assertTrue(open * 5 < asked, () -> open + " not known"));
  }

  private static void run(
      Testbed testbed, Tally tally, String name, String script, RuleCase beside, long seed) {
    var situation = Testbed.situation();
    testbed
        .load(beside.rulesets())
        .forEach((set, members) -> situation.set(set, members.toArray(new String[0])));
    NftRuleset nft = testbed.load(testbed.withoutConflicts(script));
    HostRules rules = new HostRules(beside.rulesets(), nft);
    Simulator simulator = Simulator.of(situation.build(), rules);
    Random random = new Random(seed);
    for (Packet sample :
        SimulatorKernelTest.samples(rules).seed(random.nextLong()).limit(PACKETS)) {
      Place place = PLACES.get(random.nextInt(PLACES.size()));
      tally.compare(name + " beside " + beside, simulator, place.addressed(sample), place.entry());
    }
  }
}
