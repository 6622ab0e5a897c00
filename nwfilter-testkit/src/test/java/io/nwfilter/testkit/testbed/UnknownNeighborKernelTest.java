package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.testkit.kernel.HostTools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static final RuleCase OF_THE_PACKET =
      RuleCase.of(
          "the packet for an unknown neighbor",
          """
          # iptables
          *nat
          :PREROUTING ACCEPT [0:0]
          -A PREROUTING -d 192.168.122.77/32 -j DNAT --to-destination %1$s
          -A PREROUTING -d 192.168.122.78/32 -j DNAT --to-destination 192.168.122.11
          COMMIT
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
          :FORWARD ACCEPT
          :OUTPUT ACCEPT
          -A FORWARD -p IPv4 -o vnet3 -j CONTINUE
          -A FORWARD -p IPv4 --pkttype-type host -j CONTINUE
          -A FORWARD -p IPv4 --pkttype-type otherhost -j CONTINUE
          -A OUTPUT -p IPv4 -o vnet3 -j CONTINUE
          -A OUTPUT -p IPv4 -o vnet2 -j DROP
          *nat
          :PREROUTING ACCEPT
          :POSTROUTING ACCEPT
          -A PREROUTING -p IPv4 -j CONTINUE
          -A POSTROUTING -p IPv4 -j CONTINUE
          """);

  /** Who replies, if anyone does: each is a course of the simulator, and what the kernel does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OTHER_GUEST | host    | udp 192.168.122.1:1000 > 192.168.122.200:2000 ip-id 7
          GUEST       | host    | udp 192.168.122.1:1000 > 192.168.122.200:2000 ip-id 7
                      | host    | udp 192.168.122.1:1000 > 192.168.122.200:2000 ip-id 7
          OTHER_GUEST | OUTSIDE | udp 203.0.113.9:1000 > 192.168.122.200:2000 \
          src-mac 02:00:00:00:00:09 dst-mac 02:00:00:00:00:fd
                      | OUTSIDE | udp 203.0.113.9:1000 > 192.168.122.200:2000 \
          src-mac 02:00:00:00:00:09 dst-mac 02:00:00:00:00:fd
          OTHER_GUEST | GUEST   | udp 192.168.122.10:1000 > 192.168.122.77:2000 \
          src-mac 52:54:00:9f:80:45 dst-mac 02:00:00:00:00:01
          NEIGHBOR    | GUEST   | udp 192.168.122.10:1000 > 192.168.122.77:2000 \
          src-mac 52:54:00:9f:80:45 dst-mac 02:00:00:00:00:01
          GUEST       | GUEST   | udp 192.168.122.10:1000 > 192.168.122.77:2000 \
          src-mac 52:54:00:9f:80:45 dst-mac 02:00:00:00:00:01
                      | GUEST   | udp 192.168.122.10:1000 > 192.168.122.77:2000 \
          src-mac 52:54:00:9f:80:45 dst-mac 02:00:00:00:00:01
          """)
  void whatBecomesOfThePacketDependsOnWhoReplies(
      @Nullable Place replying, String from, String text) {
    Entry entry = from.equals("host") ? Entry.host() : Place.valueOf(from).entry();
    Packet packet = Packet.parse(text);
    Explanation explanation =
        Simulator.of(Testbed.situation().build(), OF_THE_PACKET.rulesets().values())
            .run(packet, entry);
    Course course = assuming(explanation, Optional.ofNullable(replying).map(Place::end));
    try (Testbed bed = new Testbed()) {
      bed.load(OF_THE_PACKET.rulesets());
      if (replying != null) {
        bed.learnSenders();
        bed.reply(UNKNOWN, replying);
      }
      Passage passage = bed.send(packet, entry);

      assertEquals(Fate.DEPENDS, explanation.fate());
      assertEquals(4, explanation.courses().size());
      assertEquals(MetRules.of(course).met(), ofFilters(passage.met()));
      assertEquals(
          course.endings().stream()
              .filter(ending -> ending.fate() == Fate.ARRIVES)
              .map(ending -> ending.end().orElseThrow() + " " + ofIp(ending.packet()))
              .toList(),
          passage.arrivals().stream()
              .filter(arrival -> arrival.packet().has(Header.IPV4))
              .map(arrival -> arrival.end() + " " + ofIp(arrival.packet()))
              .toList());
    }
  }

  /** Translated to a neighbour, known or not, it stays a packet for another host. */
  @Test
  void theTypeOfABridgedPacketStays() {
    Packet packet =
        Packet.parse(
            "udp 192.168.122.10:1000 > 192.168.122.78:2000"
                + " src-mac 52:54:00:9f:80:45 dst-mac 02:00:00:00:00:01");
    Entry entry = Place.GUEST.entry();
    Explanation explanation =
        Simulator.of(Testbed.situation().build(), OF_THE_PACKET.rulesets().values())
            .run(packet, entry);
    try (Testbed bed = new Testbed()) {
      bed.load(OF_THE_PACKET.rulesets());
      Passage passage = bed.send(packet, entry);

      assertEquals(Optional.empty(), new Comparison(explanation, passage).difference());
    }
  }

  private static Course assuming(Explanation explanation, Optional<End> port) {
    return explanation.courses().stream()
        .filter(
            course ->
                course
                    .assumptions()
                    .equals(
                        List.of(
                            new Assumption.OfNeighbor(Ipv4Address.parseDottedQuad(UNKNOWN), port))))
        .findFirst()
        .orElseThrow();
  }

  private static Map<Passage.Met, Long> ofFilters(Map<Passage.Met, Long> met) {
    met.keySet().removeIf(rule -> rule.isInTable(Table.SECURITY));
    return met;
  }

  /** {@return a packet without its frame: the simulator does not know the receiver's} */
  private static Packet ofIp(Packet packet) {
    return packet.with(Slot.ETHERNET_SOURCE, Bits.ZERO).with(Slot.ETHERNET_DESTINATION, Bits.ZERO);
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
  private static List<Long> met(HostRules counted, Family family) {
    Ruleset ruleset = counted.ruleset(family);
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
