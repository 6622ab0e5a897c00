package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.sample.PacketSamples;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.testkit.kernel.RestoreRefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;

/** Real packets through real rules: each arrives where the simulator says, after the same rules. */
class SimulatorKernelTest {

  private static final int PACKETS = Integer.getInteger("nwfilter.packets.perCase", 40);
  private static final long SEED = Long.getLong("nwfilter.packets.seed", 20261126);

  /** Most packets come from the guest. */
  private static final ImmutableList<Place> PLACES =
      ImmutableList.of(
          Place.GUEST,
          Place.GUEST,
          Place.GUEST,
          Place.NEIGHBOR,
          Place.NEIGHBOR,
          Place.OTHER_GUEST,
          Place.OUTSIDE);

  private final List<String> differences = new ArrayList<>();
  private int sent;
  private int undecided;
  private int unresolved;

  @Example
  void packetsArriveWhereTheSimulatorSays() {
    List<RuleCase> cases = new ArrayList<>();
    cases.addAll(RuleCorpus.stock());
    cases.addAll(RuleCorpus.hosts());
    cases.addAll(RuleCorpus.fidelity());
    cases.addAll(HostRules.all());
    for (int i = 0; i < 6; i++) {
      cases.add(RuleCorpus.matches(SEED + i));
    }
    cases.addAll(RuleCorpus.generated(SEED, 20));
    String only = System.getProperty("only");
    try (Testbed testbed = new Testbed()) {
      for (RuleCase one : cases) {
        if (only == null || one.name().contains(only)) {
          long start = System.nanoTime();
          int before = differences.size();
          try {
            run(testbed, one);
          } catch (RestoreRefusedException e) {
            differences.add("== " + one + ": " + e);
          }
          System.out.printf(
              "%s: %d differences, %d ms%n",
              one.name(), differences.size() - before, (System.nanoTime() - start) / 1_000_000);
        }
      }
    }
    differences.forEach(System.out::println);
    System.out.printf(
        "%d cases, %d packets, %d undecided, %d unresolved, %d differences%n",
        cases.size(), sent, undecided, unresolved, differences.size());

    assertEquals(0, differences.size());
    assertTrue(undecided * 100 < sent * 3, () -> undecided + " of " + sent + " were not decided");
  }

  private void run(Testbed testbed, RuleCase rules) {
    Situation.Builder situation = testbed.situation();
    testbed
        .load(rules.rulesets())
        .forEach((name, members) -> situation.set(name, members.toArray(new String[0])));
    Simulator simulator = Simulator.of(situation.build(), rules.rulesets().values());
    Random random = new Random(SEED ^ rules.name().hashCode());
    for (Packet sample :
        PacketSamples.around(rules.rulesets().values())
            .with(
                Arrays.stream(Place.values()).map(place -> place.mac).toList(),
                Arrays.stream(Place.values())
                    .flatMap(place -> java.util.stream.Stream.of(place.ipv4, place.ipv6))
                    .toList())
            .seed(random.nextLong())
            .limit(PACKETS)) {
      Place place = PLACES.get(random.nextInt(PLACES.size()));
      compare(testbed, simulator, rules, place.addressed(sample), place.entry());
    }
  }

  private void compare(
      Testbed testbed, Simulator simulator, RuleCase rules, Packet packet, Entry entry) {
    Explanation explanation = simulator.run(packet, entry);
    if (Comparison.isUnresolved(explanation)) {
      unresolved++;
      return;
    }
    testbed.forgetConnections();
    Comparison comparison = new Comparison(explanation, testbed.send(packet, entry));
    sent++;
    undecided += comparison.isUndecided() ? 1 : 0;
    Optional<String> difference = comparison.difference();
    difference.ifPresent(text -> differences.add("== " + rules + ": " + entry + ": " + text));
  }
}
