package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.BudgetExceededException;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Example;

/**
 * The packets that a set says arrive are those that arrive in the simulator: first packets of
 * connections, by all ways, through all rules that are compared with the kernel.
 */
class PacketSetsSimulatorTest {

  static final int PACKETS = Integer.getInteger("nwfilter.sets.packetsPerCase", 50);
  private static final int LEAST_WITH_A_TAG = 20;

  private static final Pattern OPTIONS = Pattern.compile("(?:ip-options|hop-by-hop) 0x(\\w+)");

  /** Options of generated packets that the kernel takes wherever they go. */
  private static final ImmutableSet<String> TAKEN =
      ImmutableSet.of(
          "01010100",
          "94040000",
          "94040001",
          "07030400",
          "82040000",
          "1e040000",
          "010400000000",
          "000000000000",
          "050200000100",
          "3e0400000000");

  /** With half as many, rulesets are too large that are not generated. */
  static final int MAX_NODES = 2_000_000;

  private int asked;
  private int open;
  private final List<String> tooLarge = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();

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
    System.out.printf(
        "sets: seed %d, %,d packets and ends, %,d not known, %d differences; too large: %s%n",
        seed, asked, open, differences.size(), tooLarge);
    assertAll(
        () -> assertEquals("", String.join("\n", differences)),
        () -> assertTrue(tooLarge.stream().allMatch(PacketSetsSimulatorTest::isGenerated)),
        () -> assertTrue(asked >= 40_000, () -> asked + " packets and ends"),
        () -> assertTrue(open * 10 < asked, () -> open + " not known"));
  }

  /** {@return whether rules are of those that ask for a hundred things that no one asks for} */
  private static boolean isGenerated(String name) {
    return name.startsWith("rulesets ");
  }

  private void compare(RuleCase rules, long seed) {
    Simulator simulator = Simulator.of(Testbed.situation().build(), rules.rulesets().values());
    PacketSets sets = PacketSets.of(simulator, MAX_NODES);
    Random random = new Random(seed ^ rules.name().hashCode());
    List<Packet> samples =
        SimulatorKernelTest.samples(rules).seed(random.nextLong()).limit(PACKETS);
    for (Place place : Place.values()) {
      List<Packet> packets = samples.stream().map(place::addressed).toList();
      compare(rules, simulator, sets, packets, place.entry());
    }
    List<Packet> untagged = samples.stream().filter(packet -> !packet.has(Header.VLAN)).toList();
    compare(rules, simulator, sets, untagged, Entry.host());
  }

  private void compare(
      RuleCase rules, Simulator simulator, PacketSets sets, List<Packet> packets, Entry entry) {
    for (End end : sets.ends(entry)) {
      PacketSet arriving =
          sets.arriving(entry, Optional.of(end)).and(sets.first()).and(sets.possible(entry));
      packets.stream()
          .filter(PacketSetsSimulatorTest::isOrdinary)
          .forEach(packet -> compare(rules, simulator, sets, arriving, packet, entry, end));
    }
  }

  /** Sets are of packets with right lengths and checksums, and options that the kernel takes. */
  static boolean isOrdinary(Packet packet) {
    return packet.layers().stream().allMatch(layer -> layer.fixed().isEmpty())
        && packet.octets().length() >= LEAST_WITH_A_TAG
        && OPTIONS
            .matcher(packet.toString())
            .results()
            .allMatch(options -> TAKEN.contains(options.group(1)));
  }

  private void compare(
      RuleCase rules,
      Simulator simulator,
      PacketSets sets,
      PacketSet arriving,
      Packet packet,
      Entry entry,
      End end) {
    Answer inSet = sets.contains(arriving, packet);
    Fate fate = simulator.fate(packet, entry, end);
    if (fate == Fate.HELD) {
      return;
    }
    asked++;
    if (inSet == Answer.UNKNOWN || fate == Fate.DEPENDS) {
      open++;
      return;
    }
    if ((inSet == Answer.YES) != (fate == Fate.ARRIVES)) {
      differences.add(
          rules + ": " + packet + " from " + entry + " to " + end + " " + fate + ", set: " + inSet);
    }
  }
}
