package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which chains the kernel calls in which order, as it was seen to with Linux 6.18. */
class PathTest {

  private static final String FRAMES =
      """
      *nat
      :PREROUTING ACCEPT
      :OUTPUT ACCEPT
      :POSTROUTING ACCEPT
      *filter
      :INPUT ACCEPT
      :FORWARD ACCEPT
      :OUTPUT ACCEPT
      """;

  private static final String PACKETS =
      """
      *raw
      :PREROUTING ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      COMMIT
      *mangle
      :PREROUTING ACCEPT [0:0]
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :POSTROUTING ACCEPT [0:0]
      COMMIT
      *nat
      :PREROUTING ACCEPT [0:0]
      :INPUT ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :POSTROUTING ACCEPT [0:0]
      COMMIT
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      COMMIT
      """;

  private static Simulator host(boolean bridgeNetfilter) {
    return Simulator.of(
        TestHost.situation()
            .bridgeNetfilter(Family.IPV4, bridgeNetfilter)
            .connectionTracking(true)
            .build(),
        TestHost.rules(Family.BRIDGE, FRAMES),
        TestHost.rules(Family.IPV4, PACKETS));
  }

  private static Entry entry(String text) {
    return switch (text) {
      case "host" -> Entry.host();
      case "raw" -> Entry.raw("br0");
      case "out0" -> Entry.network(text);
      default -> Entry.port(text);
    };
  }

  /** {@return the chains that are called, such as {@code eb nat PREROUTING}} */
  private static String called(List<Step> steps) {
    List<String> called = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Called call) {
        ChainTrace chain = call.chain();
        called.add(
            (chain.family() == Family.BRIDGE ? "eb " : "ip ")
                + chain.table()
                + " "
                + chain.chain());
      } else if (step instanceof Step.Copies copies) {
        copies.ways().forEach(way -> called.add(way.end() + ": " + called(way.steps())));
      }
    }
    return String.join(", ", called);
  }

  private static String way(boolean bridgeNetfilter, String packet, String entry) {
    Explanation explanation = TestHost.run(host(bridgeNetfilter), packet, entry(entry));
    return called(explanation.courses().get(0).steps()) + " => " + explanation.arrivals();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vnet0 | 10.0.0.11:1 > 10.0.0.12:2 dst-mac 52:54:00:00:00:02 | eb nat PREROUTING, \
          ip raw PREROUTING, ip mangle PREROUTING, ip nat PREROUTING, eb filter FORWARD, \
          ip mangle FORWARD, ip filter FORWARD, eb nat POSTROUTING, ip mangle POSTROUTING, \
          ip nat POSTROUTING => [port vnet1]
          vnet0 | 10.0.0.11:1 > 10.0.0.1:2 dst-mac 52:54:00:00:00:fe | eb nat PREROUTING, \
          ip raw PREROUTING, ip mangle PREROUTING, ip nat PREROUTING, eb filter INPUT, \
          ip mangle INPUT, ip filter INPUT, ip nat INPUT => [host]
          vnet0 | 10.0.0.11:1 > 192.168.9.2:2 dst-mac 52:54:00:00:00:fe | eb nat PREROUTING, \
          ip raw PREROUTING, ip mangle PREROUTING, ip nat PREROUTING, eb filter INPUT, \
          ip mangle FORWARD, ip filter FORWARD, ip mangle POSTROUTING, ip nat POSTROUTING \
          => [interface out0]
          vnet0 | 10.0.0.11:1 > 10.0.0.12:2 dst-mac 52:54:00:00:00:fe | eb nat PREROUTING, \
          ip raw PREROUTING, ip mangle PREROUTING, ip nat PREROUTING, eb filter INPUT, \
          ip mangle FORWARD, ip filter FORWARD, ip mangle POSTROUTING, ip nat POSTROUTING, \
          eb filter OUTPUT, eb nat OUTPUT, eb nat POSTROUTING => [port vnet1]
          host | 10.0.0.1:1 > 10.0.0.11:2 | ip raw OUTPUT, ip mangle OUTPUT, ip nat OUTPUT, \
          ip filter OUTPUT, ip mangle POSTROUTING, ip nat POSTROUTING, eb filter OUTPUT, \
          eb nat OUTPUT, eb nat POSTROUTING => [port vnet0]
          raw | 10.0.0.1:67 > 10.0.0.11:68 dst-mac 52:54:00:00:00:01 | eb filter OUTPUT, \
          eb nat OUTPUT, eb nat POSTROUTING => [port vnet0]
          out0 | 192.168.9.2:1 > 10.0.0.11:2 | ip raw PREROUTING, ip mangle PREROUTING, \
          ip nat PREROUTING, ip mangle FORWARD, ip filter FORWARD, ip mangle POSTROUTING, \
          ip nat POSTROUTING, eb filter OUTPUT, eb nat OUTPUT, eb nat POSTROUTING => [port vnet0]
          host | 10.0.0.1:1 > 10.0.0.1:2 | ip raw OUTPUT, ip mangle OUTPUT, ip nat OUTPUT, \
          ip filter OUTPUT, ip mangle POSTROUTING, ip nat POSTROUTING, ip raw PREROUTING, \
          ip mangle PREROUTING, ip mangle INPUT, ip filter INPUT => [host]
          vnet0 | 10.0.0.11:1 > 10.0.0.12:2 dst-mac 52:54:00:00:00:02 vlan 5 | \
          eb nat PREROUTING, eb filter FORWARD, eb nat POSTROUTING => [port vnet1]
          """)
  void rulesOfIpSeeBridgedPackets(String entry, String packet, String way) {
    assertEquals(way, way(true, "udp " + packet, entry));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vnet0 | 10.0.0.11:1 > 10.0.0.12:2 dst-mac 52:54:00:00:00:02 | eb nat PREROUTING, \
          eb filter FORWARD, eb nat POSTROUTING => [port vnet1]
          vnet0 | 10.0.0.11:1 > 10.0.0.1:2 dst-mac 52:54:00:00:00:fe | eb nat PREROUTING, \
          eb filter INPUT, ip raw PREROUTING, ip mangle PREROUTING, ip nat PREROUTING, \
          ip mangle INPUT, ip filter INPUT, ip nat INPUT => [host]
          vnet0 | 10.0.0.11:1 > 192.168.9.2:2 dst-mac 52:54:00:00:00:fe | eb nat PREROUTING, \
          eb filter INPUT, ip raw PREROUTING, ip mangle PREROUTING, ip nat PREROUTING, \
          ip mangle FORWARD, ip filter FORWARD, ip mangle POSTROUTING, ip nat POSTROUTING \
          => [interface out0]
          """)
  void rulesOfIpDoNotSeeBridgedPackets(String entry, String packet, String way) {
    assertEquals(way, way(false, "udp " + packet, entry));
  }

  @Test
  void whatIsForAllGoesToAllPortsTheLastOneFirstAndToTheHost() {
    assertEquals(
        "eb nat PREROUTING, port vnet2: eb filter FORWARD, eb nat POSTROUTING, "
            + "port vnet1: eb filter FORWARD, eb nat POSTROUTING, host: eb filter INPUT"
            + " => [port vnet2, port vnet1, host]",
        way(true, "arp who-has 10.0.0.1 tell 10.0.0.11", "vnet0"));
  }

  @Test
  void onlyTheFirstCopyIsAskedForItsNewSource() {
    assertEquals(
        "eb nat PREROUTING, ip raw PREROUTING, ip mangle PREROUTING, ip nat PREROUTING, "
            + "port vnet2: eb filter FORWARD, ip mangle FORWARD, ip filter FORWARD, "
            + "eb nat POSTROUTING, ip mangle POSTROUTING, ip nat POSTROUTING, "
            + "port vnet1: eb filter FORWARD, ip mangle FORWARD, ip filter FORWARD, "
            + "eb nat POSTROUTING, ip mangle POSTROUTING"
            + " => [port vnet2, port vnet1]",
        way(true, "udp 10.0.0.11:1 > 10.0.0.99:2 dst-mac 52:54:00:00:00:99", "vnet0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stp tcn src-mac 01:00:00:00:00:01 | the sender's MAC address is not that of a host
          stp tcn src-mac 00:00:00:00:00:00 | the sender's MAC address is not that of a host
          ether dst-mac 01:80:c2:00:00:0e | bridges do not forward frames to this group address
          ether dst-mac 52:54:00:00:00:01 | the receiver is at the port that the frame came in by
          ip 10.0.0.11 > 10.0.0.12 ip-checksum 0x1 dst-mac 52:54:00:00:00:02 | \
          the checksum of the IPv4 header is wrong
          udp 10.0.0.11:1 > 10.0.0.12:2 ip-length 99 dst-mac 52:54:00:00:00:02 | \
          the length in the header of IP is not that of the packet
          udp 10.0.0.1:1 > 10.0.0.1:2 dst-mac 52:54:00:00:00:fe | \
          the source address cannot come from outside
          udp 10.0.0.11:1 > 127.0.0.1:2 dst-mac 52:54:00:00:00:fe | \
          the destination cannot come from outside
          udp 10.0.0.11:1 > 192.168.9.2:2 ttl 1 dst-mac 52:54:00:00:00:fe | \
          the packet has no hops left (time exceeded)
          udp 10.0.0.11:1 > 1.1.1.1:2 dst-mac 52:54:00:00:00:fe | \
          the host has no route to the destination
          udp 10.0.0.11:1 > 10.0.0.1:2 vlan 5 dst-mac 52:54:00:00:00:fe | \
          the host has no interface for this VLAN
          """)
  void theKernelItselfDrops(String packet, String reason) {
    Explanation explanation = TestHost.run(host(true), packet, Entry.port("vnet0"));

    assertEquals(Fate.DROPPED, explanation.fate());
    assertEquals(new Decision.ByKernel(reason), explanation.decision().orElseThrow());
  }

  @Test
  void fragmentsWaitForEachOtherWhereConnectionsAreTracked() {
    String first = "udp 10.0.0.11:1 > 10.0.0.12:2 frag 0+ data 0x0000000000000000";

    assertEquals(
        Fate.HELD, TestHost.run(host(true), first + TestHost.TO_GUEST, Entry.port("vnet0")).fate());
    assertEquals(
        Fate.ARRIVES,
        TestHost.run(host(false), first + TestHost.TO_GUEST, Entry.port("vnet0")).fate());
  }

  @Test
  void isolatedPortsExchangeNothing() {
    Simulator host = Simulator.of(TestHost.situation().isolated("vnet0").isolated("vnet1").build());

    assertEquals(
        List.of(End.port("vnet2"), End.HOST),
        TestHost.run(host, "arp announce 10.0.0.11", Entry.port("vnet0")).arrivals());
    assertEquals(
        new Decision.ByKernel("both ports are isolated"),
        TestHost.run(host, "ether" + TestHost.TO_GUEST, Entry.port("vnet0"))
            .decision()
            .orElseThrow());
  }

  @Test
  void routedPacketsHaveNewMacsAndAHopLess() {
    Explanation explanation =
        TestHost.run(host(true), "udp 192.168.9.2:1 > 10.0.0.11:2 ttl 9", Entry.network("out0"));

    assertEquals(
        "udp 192.168.9.2:1 > 10.0.0.11:2 src-mac 52:54:00:00:00:fe dst-mac 52:54:00:00:00:01 ttl 8",
        explanation.courses().get(0).endings().get(0).packet().toString());
  }

  @Test
  void theLastPolicyDecidesIfNoRuleHas() {
    Ruleset rules =
        TestHost.rules(
            Family.IPV4,
            "*raw",
            ":PREROUTING ACCEPT [0:0]",
            "-A PREROUTING -p tcp -j ACCEPT",
            "COMMIT",
            "*filter",
            ":FORWARD ACCEPT [0:0]",
            "COMMIT");

    assertEquals(
        Optional.of(
            new Decision.ByPolicy(
                ChainPlace.of(Family.IPV4, "filter", "FORWARD"), Target.Verdict.ACCEPT)),
        TestHost.run(
                TestHost.with(rules),
                "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
                Entry.port("vnet0"))
            .decision());
    assertEquals(
        "iptables raw PREROUTING rule 1: -A PREROUTING -p tcp -j ACCEPT",
        TestHost.run(
                TestHost.with(rules),
                "tcp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
                Entry.port("vnet0"))
            .decision()
            .orElseThrow()
            .toString());
  }
}
