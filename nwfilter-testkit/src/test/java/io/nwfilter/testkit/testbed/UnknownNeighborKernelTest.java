package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.testkit.kernel.HostTools;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the kernel does with a packet for a neighbour whose MAC address it does not know. */
class UnknownNeighborKernelTest {

  private static final String UNKNOWN = "192.168.122.200";

  private static final RuleCase COUNTING =
      RuleCase.of(
          "unknown neighbor",
          """
          # iptables
          *mangle
          :POSTROUTING ACCEPT [0:0]
          -A POSTROUTING -d %1$s/32
          COMMIT
          *filter
          :FORWARD ACCEPT [0:0]
          :OUTPUT ACCEPT [0:0]
          -A FORWARD -d %1$s/32
          -A OUTPUT -d %1$s/32
          COMMIT
          """
              .formatted(UNKNOWN),
          """
          # ebtables
          *filter
          :OUTPUT ACCEPT
          -A OUTPUT -p IPv4 -j CONTINUE
          -A OUTPUT -p ARP -j CONTINUE
          *nat
          :POSTROUTING ACCEPT
          -A POSTROUTING -p IPv4 -j CONTINUE
          -A POSTROUTING -p ARP -j CONTINUE
          """);

  @BeforeEach
  void requireKernel() {
    HostTools.requireKernel();
  }

  /** It meets the chains of IP once, and only the question for its receiver those of ebtables. */
  @Test
  void theHostAsksFirst() {
    assertAsked(
        "udp 192.168.122.1:1000 > " + UNKNOWN + ":2000",
        Entry.host(),
        ImmutableList.of(1L, 0L, 1L));
  }

  @Test
  void theHostAsksForWhatItRoutes() {
    assertAsked(
        "udp 203.0.113.9:1000 > "
            + UNKNOWN
            + ":2000 src-mac "
            + Place.OUTSIDE.mac
            + " dst-mac "
            + Testbed.OUTSIDE_MAC,
        Place.OUTSIDE.entry(),
        ImmutableList.of(1L, 1L, 0L));
  }

  private static void assertAsked(String text, Entry entry, List<Long> metOfIp) {
    try (Testbed bed = new Testbed()) {
      bed.load(COUNTING.rulesets());
      Passage passage = bed.send(Packet.parse(text), entry);

      assertEquals(metOfIp, met(passage.after(), Family.IPV4));
      assertEquals(ImmutableList.of(0L, 3L, 0L, 3L), met(passage.after(), Family.BRIDGE));
      assertEquals(
          Place.PORTS.stream()
              .collect(
                  ImmutableMap.<Place, End, Packet>toImmutableMap(
                      place -> End.port(place.device), place -> question())),
          passage.arrivals().stream()
              .collect(
                  ImmutableMap.toImmutableMap(
                      Passage.Arrival::end, Passage.Arrival::packet, (one, same) -> one)));
    }
  }

  private static Packet question() {
    return Packet.parse("arp who-has " + UNKNOWN + " tell 192.168.122.1 src-mac 02:00:00:00:00:fe");
  }

  /** {@return how often the rules were met that are not the testbed's own, table after table} */
  private static List<Long> met(Map<Family, Ruleset> counted, Family family) {
    Ruleset ruleset = counted.get(family);
    ImmutableList.Builder<Long> met = ImmutableList.builder();
    for (String table : ImmutableSet.of("mangle", "filter", "nat")) {
      Table found = ruleset.tables().get(table);
      if (found != null) {
        found.chains().values().stream()
            .flatMap(chain -> chain.rules().stream())
            .map(ChainRule::counters)
            .forEach(counters -> met.add(counters.orElseThrow().packets()));
      }
    }
    return met.build();
  }
}
