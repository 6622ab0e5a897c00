package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.guarantee.Verification;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.testkit.guarantee.StockGuarantees;
import io.nwfilter.testkit.kernel.HostTools;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever refutes a guarantee of a stock filter does so in the kernel, on a bridge, on a routed
 * network and on one with NAT: each of the packets gets to exactly those ends that the simulator
 * says, and as the simulator says.
 */
class StockFiltersKernelTest {

  /** What a guarantee knows as another guest on the bridge. */
  private static final String NEIGHBOR = "neighbor";

  private static final int MAC_ADDRESSES = 12;

  private int sent;

  @BeforeAll
  static void requireKernel() {
    HostTools.requireKernel();
  }

  @ParameterizedTest
  @EnumSource(
      value = ForwardMode.class,
      names = {"BRIDGE", "ROUTE", "NAT"})
  void whatRefutesAGuaranteeDoesSoInTheKernel(ForwardMode mode) {
    List<String> differences = new ArrayList<>();
    try (Testbed testbed = new Testbed()) {
      testbed.learn(Surroundings.RECEIVER, Place.NEIGHBOR);
      testbed.learn(MacAddress.parse("02:00:00:00:00:07"), Place.OTHER_GUEST);
      if (mode == ForwardMode.BRIDGE) {
        testbed.bridgeOnly();
      }
      for (String filter : StockGuarantees.filters()) {
        Subject subject = StockGuarantees.subject(filter, mode);
        testbed.load(rulesets(subject));
        for (Guarantee guarantee : Guarantees.all()) {
          if (guarantee.verify(subject) instanceof Verification.Fails fails) {
            send(testbed, filter + ", " + guarantee + ": ", fails.sent(), differences);
          }
        }
      }
    }

    assertEquals("", String.join("\n", differences));
    assertTrue(sent >= 200, () -> sent + " packets");
  }

  private static ImmutableMap<Family, Ruleset> rulesets(Subject subject) {
    return Maps.uniqueIndex(subject.rulesets(), Ruleset::family);
  }

  private void send(
      Testbed testbed, String where, List<Explanation> packets, List<String> differences) {
    testbed.forgetConnections();
    for (Explanation one : packets) {
      Entry entry = entry(one.entry());
      Passage passage = testbed.send(addressed(one.packet(), entry), entry);
      sent++;
      String simulated = where + one.packet() + " from " + entry + ": " + simulated(one);
      String received = where + one.packet() + " from " + entry + ": " + received(one, passage);
      if (!simulated.equals(received)) {
        differences.add("simulated " + simulated + "\nkernel    " + received);
      }
    }
  }

  private static Entry entry(Entry entry) {
    return entry.equals(Entry.port(NEIGHBOR)) ? Place.OTHER_GUEST.entry() : entry;
  }

  /** What comes by a routed interface is for the MAC address of that interface. */
  private static Packet addressed(Packet packet, Entry entry) {
    return entry.equals(Place.OUTSIDE.entry()) ? Place.OUTSIDE.addressed(packet) : packet;
  }

  private static ImmutableSortedSet<String> simulated(Explanation sent) {
    ImmutableSortedSet.Builder<String> arrivals = ImmutableSortedSet.naturalOrder();
    for (Ending ending : sent.courses().get(0).endings()) {
      if (ending.fate() == Fate.ARRIVES) {
        End end = ending.end().orElseThrow();
        if (!end.equals(End.HOST)) {
          arrivals.add(line(end, ending.packet(), isPortByChance(sent)));
        } else if (OwnFrames.isSeenByIp(ending.packet())) {
          arrivals.add(end.toString());
        }
      }
    }
    return arrivals.build();
  }

  private static ImmutableSortedSet<String> received(Explanation sent, Passage passage) {
    ImmutableSortedSet.Builder<String> arrivals = ImmutableSortedSet.naturalOrder();
    ImmutableSortedSet<String> expected = simulated(sent);
    for (Passage.Arrival arrival : passage.arrivals()) {
      End end = arrival.end().equals(Place.OTHER_GUEST.end()) ? End.port(NEIGHBOR) : arrival.end();
      String line = line(end, arrival.packet(), isPortByChance(sent));
      if (expected.contains(line) || !OwnFrames.isReply(arrival.packet())) {
        arrivals.add(line);
      }
    }
    if (passage.arrivedAtHost()) {
      arrivals.add(End.HOST.toString());
    }
    return arrivals.build();
  }

  /** {@return whether the kernel chooses a port, so that only the length is known} */
  private static boolean isPortByChance(Explanation sent) {
    return sent.courses().get(0).endings().stream().anyMatch(Ending::portByChance);
  }

  /** The next hop outside is not part of what a guarantee knows. */
  private static String line(End end, Packet packet, boolean portByChance) {
    if (portByChance) {
      return end + " " + packet.octets().length() + " octets";
    }
    return end.kind() == End.Kind.PORT
        ? end + " " + packet
        : end + " " + packet.octets().slice(MAC_ADDRESSES, packet.octets().length());
  }
}
