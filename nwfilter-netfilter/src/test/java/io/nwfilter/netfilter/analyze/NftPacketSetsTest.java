package io.nwfilter.netfilter.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sets of what arrives through tables of nftables. */
class NftPacketSetsTest {

  private static final Entry GUEST = Entry.port("vnet0");
  private static final Optional<End> OUTSIDE = Optional.of(End.port("eth1"));
  private static final Situation SITUATION = Situation.bridge("br0", "vnet0", "vnet1", "eth1");

  /** Rule by rule, the chain of {@link #longChainsNeedFewNodes} needs more. */
  private static final int MAX_NODES = 1_000_000;

  private static Simulator host(String listing) {
    return Simulator.of(
        SITUATION, HostRules.NONE.with(NftListing.read(TextSource.text(listing, "nft"))));
  }

  private static Simulator table(String parts, String rules) {
    return host(
        """
        table bridge t {
        %s
        	chain c {
        		type filter hook forward priority filter; policy accept;
        		%s
        	}
        }
        """
            .formatted(parts, rules.replace("\n", "\n\t\t")));
  }

  private static void assertSame(Simulator one, Simulator other) {
    PacketSets sets = PacketSets.of(one);
    PacketSet arriving = sets.arriving(GUEST, OUTSIDE);
    PacketSet others = sets.on(other).arriving(GUEST, OUTSIDE);

    assertTrue(arriving.without(others).isEmpty());
    assertTrue(others.without(arriving).isEmpty());
  }

  @Test
  void ofAMapAreThoseOfItsElements() {
    String inner = "\tchain inner {\n\t\tip saddr 10.0.0.7 accept\n\t\treturn\n\t}\n";

    assertSame(
        table(
            inner,
            "iif vmap { \"vnet0\" : jump inner, \"vnet1\" : drop, \"eth1\" : continue }\ndrop"),
        table(inner, "iif \"vnet0\" jump inner\niif \"vnet1\" drop\ndrop"));
    assertSame(
        table(
            inner,
            "ip saddr . ip daddr vmap { 10.0.0.1 . 10.0.0.2 : drop, 10.0.0.3 . 10.0.0.4 : drop }"),
        table(
            inner,
            "ip saddr 10.0.0.1 ip daddr 10.0.0.2 drop\nip saddr 10.0.0.3 ip daddr 10.0.0.4 drop"));
  }

  @Test
  void ofASetAreThoseOfItsElements() {
    String set = "\tset s {\n\t\ttype ipv4_addr\n\t\telements = { 10.0.0.1, 10.0.0.2 }\n\t}\n";

    assertSame(
        table(set, "ip saddr @s drop"),
        table("", "ip saddr 10.0.0.1 drop\nip saddr 10.0.0.2 drop"));
    assertSame(
        table(set, "ip saddr != @s drop"),
        table("", "ip saddr 10.0.0.1 accept\nip saddr 10.0.0.2 accept\nip saddr 0.0.0.0/0 drop"));
  }

  @Test
  void ofRulesOfEbtablesAreThoseOfTheSameInNftables() {
    Simulator ebtables =
        Simulator.of(
            SITUATION,
            SaveText.read(
                Family.BRIDGE,
                TextSource.text(
                    "*filter\n:FORWARD ACCEPT\n-A FORWARD -s 52:54:00:00:00:07 -j DROP\n", "eb")));

    assertSame(ebtables, table("", "ether saddr 52:54:00:00:00:07 drop"));
  }

  /** A chain at a later priority sees what an earlier one accepts; marks are kept between both. */
  @Test
  void severalTablesAreCalledInOrder() {
    String both =
        """
        table bridge a {
        	chain c {
        		type filter hook forward priority 7; policy drop;
        		meta mark 0x00000007 accept
        	}
        }
        table bridge b {
        	chain c {
        		type filter hook forward priority filter; policy accept;
        		ether saddr 52:54:00:00:00:07 meta mark set 0x00000007
        	}
        }
        """;
    PacketSets sets = PacketSets.of(host(both));
    PacketSet arriving = sets.arriving(GUEST, OUTSIDE);
    String arp = "arp who-has 10.0.0.1 tell 10.0.0.2 src-mac 52:54:00:00:00:0";

    assertEquals(Answer.YES, sets.contains(arriving, Packet.parse(arp + "7")));
    assertEquals(Answer.NO, sets.contains(arriving, Packet.parse(arp + "8")));
  }

  @Test
  void onlyPacketsOfChangedRulesDiffer() {
    String set = "\tset s {\n\t\ttype ipv4_addr\n\t\telements = { 10.0.0.1%s }\n\t}\n";
    Simulator before = table(set.formatted(""), "ip saddr @s drop\ntcp dport 22 drop\nudp dport 5");
    Simulator after =
        table(set.formatted(", 10.0.0.9"), "ip saddr @s drop\ntcp dport 23 drop\nudp dport 5");
    PacketSets sets = PacketSets.of(before);
    PacketSet differing = sets.differing(sets.on(after)).packets();

    for (String packet :
        List.of("udp 10.0.0.9:1 > 10.0.0.2:3", "tcp syn 10.0.0.5:1 > 10.0.0.2:22")) {
      assertEquals(Answer.YES, sets.contains(differing, Packet.parse(packet)), packet);
    }
    for (String packet :
        List.of(
            "udp 10.0.0.1:1 > 10.0.0.2:3",
            "udp 10.0.0.5:1 > 10.0.0.2:5",
            "tcp syn 10.0.0.5:1 > 10.0.0.2:80",
            "arp who-has 10.0.0.9 tell 10.0.0.1")) {
      assertEquals(Answer.NO, sets.contains(differing, Packet.parse(packet)), packet);
    }
  }

  @Test
  void otherBaseChainsConcernAllPackets() {
    PacketSets sets = PacketSets.of(table("", "accept"));
    Simulator other = host("table bridge t {\n\tchain c {\n\t\taccept\n\t}\n}\n");

    assertEquals(
        Answer.YES,
        sets.contains(
            sets.differing(sets.on(other)).packets(),
            Packet.parse("arp who-has 10.0.0.1 tell 10.0.0.2")));
  }

  /** Octets are compared in all packets, not only in those of ARP. */
  @Test
  void octetsOfArpAreOpenInOtherPackets() {
    Simulator host = table("", "@nh,32,16 0x604 drop");
    PacketSets sets = PacketSets.of(host);
    PacketSet arriving = sets.arriving(GUEST, OUTSIDE);
    Packet reverse = Packet.parse("rarp who-is 52:54:00:00:00:07");
    Packet numbered = Packet.parse("udp 10.0.0.1:1 > 10.0.0.2:3 ip-id 1540");

    assertEquals(Fate.DROPPED, host.run(numbered, GUEST).fateAt(End.port("eth1")));
    assertEquals(Answer.UNKNOWN, sets.contains(arriving, numbered));
    assertEquals(Answer.NO, sets.contains(arriving, reverse));
  }

  @Test
  void whatOnlyAsksForOctetsChangesNothing() {
    String octets = "@nh,40,32 0x4 ";

    assertSame(
        table("", octets + "counter\nether saddr 52:54:00:00:00:07 drop"),
        table("", "ether saddr 52:54:00:00:00:07 drop"));
    assertSame(
        table("", octets + "accept\nether saddr 52:54:00:00:00:07 accept"), table("", "accept"));
  }

  /** A chain of verdicts is looked at all at once, one with another rule among them is not. */
  @Test
  void longChainsHaveTheSamePackets() {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rules.add("ip saddr 10.0.0.%d tcp dport %d drop".formatted(i % 4, 20 + i));
      rules.add("icmp type echo-request ip saddr 10.0.0.%d counter accept".formatted(i));
      rules.add("vlan id %d ip daddr { 10.0.0.%d, 10.0.1.7 } drop".formatted(i % 3, i));
      rules.add("arp operation request arp saddr ip 10.0.0.%d accept".formatted(i));
      rules.add("@nh,32,16 0x60%d drop".formatted(i % 4));
    }
    String alone = String.join("\n", rules);

    assertSame(table("", alone), table("", alone + "\nmeta mark 7"));
    assertSame(table("", alone + "\ndrop"), table("", alone + "\nmeta mark 7\ndrop"));
  }

  @Test
  void longChainsNeedFewNodes() {
    String rules =
        IntStream.range(0, 5000)
            .mapToObj(i -> "ip saddr 10.0.%d.%d tcp dport %d drop".formatted(i / 256, i % 256, i))
            .collect(Collectors.joining("\n"));
    String table =
        "table ip t {\nchain c {\ntype filter hook forward priority 0; policy accept;\n%s\n}\n}\n";
    PacketSets sets = PacketSets.of(host(table.formatted(rules)), MAX_NODES);
    PacketSets oneByOne = PacketSets.of(host(table.formatted(rules + "\nmeta mark 7")), MAX_NODES);

    assertThrows(BudgetExceededException.class, () -> oneByOne.arriving(GUEST, OUTSIDE));

    assertEquals(
        Answer.NO,
        sets.contains(
            sets.arriving(GUEST, OUTSIDE), Packet.parse("tcp syn 10.0.7.0:1 > 10.0.9.9:1792")));
  }
}
