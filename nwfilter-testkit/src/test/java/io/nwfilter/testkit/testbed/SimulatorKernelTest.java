package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Real packets through real rules: each arrives where the simulator says, with the octets that it
 * says, after it has met the same rules.
 */
@AddLifecycleHook(RequiresHost.Kernel.class)
class SimulatorKernelTest {

  private static final int USUAL_PACKETS = 40;

  static final int PACKETS = Integer.getInteger("nwfilter.packets.perCase", USUAL_PACKETS);

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

  /** The kernel of the build's machines cannot compare bridges (nft_meta_bridge). */
  private static final EnumSet<Field> UNKNOWN_TO_THIS_KERNEL =
      EnumSet.of(Field.IN_BRIDGE, Field.OUT_BRIDGE);

  /** Only nftables asks for these. */
  private static final EnumSet<Field> OF_NFTABLES =
      EnumSet.of(
          Field.ARP_HARDWARE_LENGTH,
          Field.ARP_PROTOCOL_LENGTH,
          Field.IPV6_FRAGMENT,
          Field.IPV6_FRAGMENT_OFFSET);

  /** All matches but those on fields; of those that no packet decides, two extensions will do. */
  private static final ImmutableSet<String> MATCHES_OTHER_THAN_FIELDS =
      ImmutableSet.of(
          "AmongMatch",
          "CommentMatch",
          "ConnectionLimitMatch",
          "EitherPortMatch",
          "GratuitousArpMatch",
          "SetMatch",
          "limit",
          "log",
          "nflog");

  /** All targets whose effect is known. */
  private static final ImmutableSet<String> TARGETS =
      ImmutableSet.of(
          "AddressTranslation",
          "ArpReply",
          "CHECKSUM",
          "CONNMARK",
          "CT",
          "FrameMark",
          "Goto",
          "Jump",
          "LOG",
          "MacTranslation",
          "NFLOG",
          "OpaqueTarget",
          "Reject",
          "SetMark",
          "TCPMSS",
          "Verdict");

  /** Padding follows only a few odd frames, of which a usual run may have none. */
  private static final ImmutableSet<LayerType> RARE = ImmutableSet.of(LayerType.TRAILER);

  private final Coverage coverage = new Coverage();

  /** {@return the seed of this run; another one each time, if the property is empty} */
  static long seed() {
    String given = System.getProperty("nwfilter.packets.seed", "20261126");
    return given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
  }

  @Example
  void packetsArriveWhereTheSimulatorSays() {
    long seed = seed();
    List<RuleCase> cases = RuleCorpus.all(seed);
    try (Testbed testbed = new Testbed()) {
      Tally tally = new Tally(testbed);
      for (RuleCase one : cases) {
        run(testbed, tally, one, seed);
        if (PACKETS > USUAL_PACKETS) {
          System.out.println(one + ": " + tally);
        }
      }
      System.out.printf("seed %d: %d rulesets, %s%n", seed, cases.size(), tally);
      tally.passingDifferences().forEach(one -> System.out.println("not again: " + one));
      requireAgreement(cases.size(), tally);
    }
  }

  private void requireAgreement(int rulesets, Tally tally) {
    int sent = tally.sent();
    assertEquals("", String.join("\n", tally.differences()));
    assertAll(
        () -> assertTrue(rulesets >= 60, () -> rulesets + " rulesets"),
        () -> assertTrue(sent >= 3_000, tally::toString),
        () -> assertTrue(tally.undecided() * 100 < sent * 3, tally::toString),
        () -> assertTrue(tally.repeated() * 500 <= sent, tally::toString),
        () -> assertEquals(Set.of(), Sets.difference(coverage.missingLayers(), RARE)),
        () ->
            assertEquals(Sets.union(UNKNOWN_TO_THIS_KERNEL, OF_NFTABLES), coverage.missingFields()),
        () -> assertEquals(MATCHES_OTHER_THAN_FIELDS, coverage.otherMatches()),
        () -> assertEquals(TARGETS, coverage.targets()));
  }

  private void run(Testbed testbed, Tally tally, RuleCase rules, long seed) {
    Situation.Builder situation = Testbed.situation();
    testbed
        .load(rules.rulesets())
        .forEach((name, members) -> situation.set(name, members.toArray(new String[0])));
    Simulator simulator = Simulator.of(situation.build(), rules.rulesets().values());
    coverage.add(rules);
    Random random = new Random(seed ^ rules.name().hashCode());
    for (Packet sample : samples(rules).seed(random.nextLong()).limit(PACKETS)) {
      Place place = PLACES.get(random.nextInt(PLACES.size()));
      Packet packet = place.addressed(sample);
      if (tally.compare(rules.name(), simulator, packet, place.entry())) {
        coverage.add(packet);
      }
    }
  }

  /** {@return packets around rules, and around the addresses of all places} */
  static RandomPackets samples(RuleCase rules) {
    return samples(HostRules.of(rules.rulesets().values()));
  }

  /** {@return packets around rules, and around the addresses of all places} */
  static RandomPackets samples(HostRules rules) {
    List<IpAddress> addresses =
        Arrays.stream(Place.values())
            .flatMap(place -> Stream.<IpAddress>of(place.ipv4, place.ipv6, place.onLink()))
            .toList();
    return RandomPackets.around(rules)
        .with(Arrays.stream(Place.values()).map(place -> place.mac).toList(), addresses);
  }
}
