package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Packets through hosts with other settings, and packets that the host itself sends: as the
 * simulator says.
 */
@AddLifecycleHook(RequiresHost.Kernel.class)
class SettingsKernelTest {

  private static final int PACKETS = Math.max(1, SimulatorKernelTest.PACKETS / 2);

  private static final MacAddress NOBODY = MacAddress.parse("02:00:00:00:99:99");

  /** A third of the packets comes from the host. */
  private static final ImmutableList<Entry> ENTRIES =
      ImmutableList.of(
          Place.GUEST.entry(),
          Place.OTHER_GUEST.entry(),
          Place.NEIGHBOR.entry(),
          Place.OUTSIDE.entry(),
          Entry.host(),
          Entry.raw(Place.BRIDGE));

  /** Rules that packets meet in as many chains as there are. */
  private static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "physdev in all chains",
          "a firewall with states",
          "every kind of rejection",
          "marks",
          "destinations",
          "sources",
          "ends of chains of frames",
          "marks of frames",
          "new MAC addresses");

  private static List<RuleCase> cases(long seed) {
    return ImmutableList.<RuleCase>builder()
        .add(new RuleCase("no rules", ImmutableMap.of()))
        .addAll(HostRules.all().stream().filter(one -> NAMES.contains(one.name())).toList())
        .addAll(RuleCorpus.hosts().subList(0, 2))
        .add(RuleCorpus.matches(seed))
        .build();
  }

  @Example
  void settingsChangeWhatTheSimulatorSays() {
    long seed = SimulatorKernelTest.seed();
    List<RuleCase> cases = cases(seed);
    StringBuilder differences = new StringBuilder();
    for (Setting setting : Setting.values()) {
      try (Testbed testbed = new Testbed()) {
        Tally tally = new Tally(testbed);
        for (RuleCase rules : cases) {
          Situation.Builder situation = setting.tell(loaded(testbed, rules));
          testbed.set(setting);
          run(tally, setting + ", " + rules, situation.build(), rules, seed);
        }
        System.out.printf("%s: seed %d, %s%n", setting, seed, tally);
        tally.differences().forEach(one -> differences.append(one).append('\n'));
        requireEnough(tally, cases.size());
      }
    }
    assertEquals("", differences.toString());
  }

  @Example
  void whatTheHostSendsArrivesWhereTheSimulatorSays() {
    long seed = SimulatorKernelTest.seed();
    List<RuleCase> cases =
        ImmutableList.<RuleCase>builder()
            .addAll(HostRules.all())
            .addAll(RuleCorpus.hosts())
            .add(RuleCorpus.matches(seed))
            .build();
    try (Testbed testbed = new Testbed()) {
      Tally tally = new Tally(testbed);
      for (RuleCase rules : cases) {
        run(tally, rules.name(), loaded(testbed, rules).build(), rules, seed);
      }
      System.out.printf("packets of the host: seed %d, %s%n", seed, tally);
      assertEquals("", String.join("\n", tally.differences()));
      requireEnough(tally, cases.size());
    }
  }

  /** Some packets cannot be sent by the host, and some have several courses. */
  private static void requireEnough(Tally tally, int rulesets) {
    assertTrue(tally.sent() * 4 > rulesets * PACKETS * 3, tally::toString);
    assertTrue(tally.undecided() * 20 < tally.sent(), tally::toString);
  }

  private static Situation.Builder loaded(Testbed testbed, RuleCase rules) {
    Situation.Builder situation = Testbed.situation();
    testbed
        .load(rules.rulesets())
        .forEach((name, members) -> situation.set(name, members.toArray(new String[0])));
    return situation;
  }

  private static void run(
      Tally tally, String where, Situation situation, RuleCase rules, long seed) {
    Simulator simulator = Simulator.of(situation, rules.rulesets().values());
    Random random = new Random(seed ^ where.hashCode());
    for (Packet sample :
        SimulatorKernelTest.samples(rules).seed(random.nextLong()).limit(PACKETS)) {
      Entry entry = ENTRIES.get(random.nextInt(ENTRIES.size()));
      if (entry instanceof Entry.Network) {
        tally.compare(where, simulator, Place.OUTSIDE.addressed(sample), entry);
      } else if (entry instanceof Entry.Raw && isTakenByReceivers(sample)) {
        tally.compare(where, simulator, sample, entry);
      } else if (entry instanceof Entry.Port) {
        tally.compare(where, simulator, sample, entry);
      } else if (entry instanceof Entry.Host && isSentByProcesses(sample)) {
        tally.compare(where, simulator, ofProcess(sample), entry);
      }
    }
  }

  /** {@return whether the kernel of a receiver shows it: not if it is cut off after a tag} */
  private static boolean isTakenByReceivers(Packet packet) {
    return !packet.has(Header.VLAN) || packet.octets().length() >= 20;
  }

  /**
   * {@return whether a process can send it as it is} For groups of IPv6 it would have to say by
   * which interface, and in place of the source 0.0.0.0 the kernel puts its own.
   */
  private static boolean isSentByProcesses(Packet packet) {
    long prefix = packet.value(Field.IPV6_DESTINATION).map(Bits::high).orElse(0L) >>> 48;
    boolean ofOneLink = (prefix & 0xffc0) == 0xfe80 || prefix >>> 8 == 0xff;
    boolean fromNobody = packet.value(Field.IPV4_SOURCE).filter(Bits::isZero).isPresent();
    return OwnFrames.isSeenByIp(packet) && !ofOneLink && !fromNobody;
  }

  /** {@return a packet without a frame of its own, and with an identification} */
  private static Packet ofProcess(Packet packet) {
    Packet framed =
        packet
            .with(Slot.ETHERNET_SOURCE, Bits.of(Situation.BRIDGE_MAC))
            .with(Slot.ETHERNET_DESTINATION, Bits.of(NOBODY));
    return packet.has(Header.IPV4) ? framed.with(Slot.IPV4_ID, Bits.of(7)) : framed;
  }
}
