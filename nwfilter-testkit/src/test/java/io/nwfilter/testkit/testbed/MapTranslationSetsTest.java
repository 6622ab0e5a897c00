package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sets of packets lead what a map translates where packets go. */
class MapTranslationSetsTest {

  private static final String SCRIPT =
      """
      table ip t {
        set known { type ipv4_addr; flags interval; auto-merge; elements = { 198.51.100.9 } }
        map hosts {
          typeof udp dport : ip daddr . udp dport; size 9
          elements = { 8080 : 192.168.122.10 . 80, 8081 : 192.168.122.11 . 81 }
        }
        chain pre { type nat hook prerouting priority -100
          ip saddr @known dnat to udp dport map @hosts
          dnat to ip daddr map { 198.51.100.1 : 192.168.122.11 }
        }
        chain forward { type filter hook forward priority 0; policy drop
          ip daddr 192.168.122.10 udp dport 80 accept
          ip daddr 192.168.122.11 udp dport != 81 accept
          fib saddr type vmap { local : accept, broadcast : drop }
        }
      }
      """;

  @Test
  void setsHoldWhatArrives() {
    HostRules rules =
        new HostRules(ImmutableMap.of(), NftListing.read(TextSource.text(SCRIPT, "script")));
    Simulator simulator = Simulator.of(Testbed.situation().build(), rules);
    List<Packet> packets =
        Stream.of("198.51.100.9", "198.51.100.8", "192.168.122.10")
            .flatMap(
                source ->
                    Stream.of("198.51.100.1:8080", "198.51.100.1:8081", "192.168.122.10:80")
                        .map(to -> "udp " + source + ":4000 > " + to))
            .map(text -> text + " dst-mac 02:00:00:00:00:fd")
            .map(Packet::parse)
            .toList();
    SetsComparison comparison = new SetsComparison();

    comparison.compare(
        "maps", simulator, PacketSets.of(simulator, PacketSetsSimulatorTest.MAX_NODES), packets);

    assertEquals("", String.join("\n", comparison.differences()));
    assertEquals(0, comparison.open());
    assertTrue(comparison.asked() >= 9, () -> comparison.asked() + " asked");
  }
}
