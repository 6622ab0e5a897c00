package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.difference.ChangedPackets;
import io.nwfilter.netfilter.difference.ChangedPackets.Certainty;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.difference.Difference;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.InterfacesInRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * What a difference says is so in the simulator and in the kernel: whatever arrives with one of two
 * rulesets only is in one of its lines, whatever is in one of these arrives with one only, and each
 * packet that is shown does so for real.
 */
@AddLifecycleHook(RequiresHost.Kernel.class)
class DifferenceKernelTest {

  private static final InterfacesInRules ONLY_OF_THE_HOST =
      new InterfacesInRules(List.of(), List.of(), List.of());

  private static final int PAIRS = Integer.getInteger("nwfilter.differences.pairsPerCase", 2);

  private int pairs;
  private int different;
  private int asked;
  private int changed;
  private int examples;
  private int undecided;
  private int unsaid;
  private int lines;
  private int sent;
  private final List<String> wrong = new ArrayList<>();

  @Example
  void linesSayWhichPacketsHaveChanged() {
    long seed = SimulatorKernelTest.seed();
    Random random = new Random(seed);
    try (Testbed testbed = new Testbed()) {
      Tally tally = new Tally(testbed);
      for (RuleCase rules : RuleCorpus.all(seed)) {
        for (RulePairs.Pair pair : RulePairs.of(rules, PAIRS, random)) {
          compare(tally, pair, random.nextLong());
        }
      }
      tally.passingDifferences().forEach(one -> System.out.println("not again: " + one));
      wrong.addAll(tally.differences());
      sent = tally.sent();
    }
    System.out.printf(
        "differences: seed %d, %d pairs, %d differ, %d not decided, %,d packets asked, %,d of them"
            + " changed, %d lines, %d without words, %d with a packet, %d packets sent, %d wrong%n",
        seed,
        pairs,
        different,
        undecided,
        asked,
        changed,
        lines,
        unsaid,
        examples,
        sent,
        wrong.size());
    assertAll(
        () -> assertEquals("", String.join("\n", wrong)),
        () -> assertTrue(pairs >= 200, () -> pairs + " pairs"),
        () -> assertTrue(different * 2 >= pairs, () -> different + " of " + pairs + " differ"),
        () -> assertTrue(changed >= 500, () -> changed + " packets have changed"),
        () -> assertTrue(undecided * 25 < pairs, () -> undecided + " not decided"),
        () -> assertTrue(unsaid * 4 < lines, () -> unsaid + " of " + lines + " without words"),
        () -> assertTrue(sent >= 150, () -> sent + " packets sent"));
  }

  private void compare(Tally tally, RulePairs.Pair pair, long seed) {
    // A difference is about the interfaces of the host and those that rules name which have
    // changed.
    Subject before = Testbed.subject(pair.before().rulesets().values()).with(ONLY_OF_THE_HOST);
    Subject after = Testbed.subject(pair.after().rulesets().values()).with(ONLY_OF_THE_HOST);
    Difference difference =
        Difference.between(
            before, after, AnalysisBudget.ofNodes(PacketSetsSimulatorTest.MAX_NODES));
    pairs++;
    undecided += difference.undecided().isPresent() ? 1 : 0;
    difference
        .undecided()
        .ifPresent(why -> System.out.println("not decided: " + pair + ": " + why));
    different += difference.changes().isEmpty() ? 0 : 1;
    for (ChangedPackets change : difference.changes()) {
      lines++;
      examples += change.example().isPresent() ? 1 : 0;
      unsaid += change.query().isPresent() ? 0 : 1;
    }
    send(tally, pair.before(), before, difference);
    send(tally, pair.after(), after, difference);
    if (difference.undecided().isEmpty()) {
      simulate(pair, difference, before, after, seed);
    }
  }

  private void send(Tally tally, RuleCase rules, Subject subject, Difference difference) {
    List<Explanation> packets =
        difference.changes().stream()
            .filter(change -> change.certainty() == Certainty.CERTAIN)
            .flatMap(change -> change.example().stream())
            .map(ChangedPackets.Example::before)
            .filter(one -> Place.isEntry(one.entry()))
            .toList();
    if (!packets.isEmpty()) {
      tally.testbed().load(rules.rulesets());
      packets.forEach(
          one -> tally.compare(rules.name(), subject.simulator(), addressed(one), one.entry()));
    }
  }

  /** {@return a packet that is for the host if it has to be forwarded} */
  private static Packet addressed(Explanation one) {
    return one.entry().equals(Place.OUTSIDE.entry())
        ? Place.OUTSIDE.addressed(one.packet())
        : one.packet();
  }

  private void simulate(
      RulePairs.Pair pair, Difference difference, Subject before, Subject after, long seed) {
    // All packets at all places need more than those that may differ.
    PacketSets sets = PacketSets.of(after.simulator(), 4 * PacketSetsSimulatorTest.MAX_NODES);
    PacketSets old = sets.on(before.simulator());
    List<Packet> samples =
        SimulatorKernelTest.samples(pair.before())
            .seed(seed)
            .limit(PacketSetsSimulatorTest.PACKETS);
    for (Place place : Place.values()) {
      Entry entry = place.entry();
      for (End end : sets.ends(entry)) {
        if (entry.equals(after.fromGuest()) || end.equals(after.guestEnd())) {
          for (Packet sample : samples) {
            Packet packet = place.addressed(sample);
            if (SetsComparison.isOrdinary(packet) && !isToItsSender(packet)) {
              compare(pair, difference, sets, old, before, after, packet, entry, end);
            }
          }
        }
      }
    }
  }

  /**
   * A frame to its own sender, whose address no rule names, is in the lines about frames to others,
   * which fare as it would if it left the bridge at all.
   */
  private static boolean isToItsSender(Packet packet) {
    return packet.value(Field.ETHERNET_SOURCE).equals(packet.value(Field.ETHERNET_DESTINATION));
  }

  private void compare(
      RulePairs.Pair pair,
      Difference difference,
      PacketSets sets,
      PacketSets old,
      Subject before,
      Subject after,
      Packet packet,
      Entry entry,
      End end) {
    Fate was = before.simulator().fate(packet, entry, end);
    Fate is = after.simulator().fate(packet, entry, end);
    if (was == Fate.DEPENDS || is == Fate.DEPENDS || was == Fate.HELD || is == Fate.HELD) {
      return;
    }
    asked++;
    boolean arrived = was == Fate.ARRIVES;
    boolean arrives = is == Fate.ARRIVES;
    changed += arrived == arrives ? 0 : 1;
    PacketSet possible = sets.unfiltered(entry, Optional.of(end)).and(sets.possible(entry));
    if (sets.contains(possible, packet) != Answer.YES) {
      return; // lines speak of packets that get there if no rule drops them
    }
    for (Effect effect : Effect.values()) {
      boolean accepts = effect == Effect.ACCEPTED;
      // Lines are about the states that packets have where they arrive.
      PacketSet first = (accepts ? sets : old).first().and(possible);
      boolean expected = accepts ? arrives && !arrived : arrived && !arrives;
      boolean certain =
          isIn(difference, effect, Certainty.CERTAIN, sets, first, packet, entry, end);
      boolean said =
          certain
              || isIn(difference, effect, Certainty.PERHAPS, sets, first, packet, entry, end)
              || hasUnsaid(difference, effect, entry);
      if (expected ? !said : certain) {
        wrong.add(
            "%s: %s from %s to %s: %s, then %s, but %s"
                .formatted(
                    pair, packet, entry, end, was, is, certain ? "said " + effect : "unsaid"));
      }
    }
  }

  /** {@return whether lines speak of a packet as the first of its connection} */
  private static boolean isIn(
      Difference difference,
      Effect effect,
      Certainty certainty,
      PacketSets sets,
      PacketSet first,
      Packet packet,
      Entry entry,
      End end) {
    return difference.changes().stream()
        .filter(
            change ->
                change.effect() == effect
                    && change.certainty() == certainty
                    && change.entries().contains(entry)
                    && (change.ends().isEmpty() || change.ends().contains(end)))
        .anyMatch(
            change ->
                Stream.concat(change.query().stream(), change.also().stream())
                    .filter(query -> change.forms().isEmpty())
                    .filter(query -> !query.toString().contains("connection-direction reply"))
                    .map(query -> sets.of(query.packets()).and(first))
                    .anyMatch(set -> sets.contains(set, packet) == Answer.YES));
  }

  /** {@return whether some packets have changed for which there are no words} */
  private static boolean hasUnsaid(Difference difference, Effect effect, Entry entry) {
    return difference.changes().stream()
        .anyMatch(
            change ->
                change.effect() == effect
                    && change.entries().contains(entry)
                    && (change.query().isEmpty()
                        || !change.alsoIn().isEmpty()
                        || !change.forms().isEmpty()));
  }
}
