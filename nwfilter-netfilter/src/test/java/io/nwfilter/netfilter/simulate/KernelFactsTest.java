package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Linux does that one would not expect, as it was seen to with Linux 6.18. */
class KernelFactsTest {

  private static final Simulator PLAIN = TestHost.with();

  private static String arrivals(Simulator host, String packet, Entry entry) {
    return String.join(
        "; ",
        TestHost.run(host, packet, entry).courses().get(0).endings().stream()
            .map(ending -> ending.fate() + " " + ending.end().orElse(End.HOST))
            .toList());
  }

  private static String packet(Simulator host, String packet, Entry entry) {
    return TestHost.run(host, packet, entry)
        .courses()
        .get(0)
        .deciding()
        .orElseThrow()
        .packet()
        .toString();
  }

  @Test
  void paddingIsCutOffWhereIpIsLookedAt() {
    String padded = "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST + " padding 18";
    Simulator unseen =
        Simulator.of(TestHost.situation().bridgeNetfilter(Family.IPV4, false).build());

    assertEquals(
        "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
        packet(PLAIN, padded, Entry.port("vnet0")));
    assertEquals(padded, packet(unseen, padded, Entry.port("vnet0")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          udp 10.0.0.11:1 > 192.168.9.2:2 dst-mac ff:ff:ff:ff:ff:ff | \
          ARRIVES port vnet2; ARRIVES port vnet1; DROPPED host
          igmp v2-report 10.0.0.11 > 192.168.9.2 dst-mac 52:54:00:00:00:fe | \
          ARRIVES interface out0
          udp [fe80::11]:1 > [fd00::12]:2 dst-mac 52:54:00:00:00:fe | \
          ARRIVES port vnet2
          udp [fd00::11]:1 > [fd00::]:2 dst-mac 52:54:00:00:00:fe | ARRIVES host
          udp 10.0.0.11:1 > 224.0.0.1:2 | ARRIVES port vnet2; ARRIVES port vnet1; ARRIVES host
          udp 10.0.0.11:1 > 224.0.0.9:2 | ARRIVES port vnet2; ARRIVES port vnet1; DROPPED host
          udp 10.0.0.11:1 > 10.0.0.1:2 vlan 0 dst-mac 52:54:00:00:00:fe | ARRIVES host
          """)
  void whatTheHostDoesNotRoute(String packet, String arrivals) {
    assertEquals(arrivals, arrivals(PLAIN, packet, Entry.port("vnet0")));
  }

  @Test
  void aBridgeSendsNothingToItself() {
    assertEquals(
        "DROPPED host", arrivals(PLAIN, "ether dst-mac 52:54:00:00:00:fe", Entry.raw("br0")));
  }

  @ParameterizedTest
  @CsvSource({"52:54:00:00:00:02, otherhost", "52:54:00:00:00:fe, host"})
  void aBridgedPacketThatIsTranslatedKeepsItsType(String receiver, String type) {
    Simulator host =
        TestHost.with(
            TestHost.table(
                Family.IPV4,
                "nat",
                ":PREROUTING ACCEPT [0:0]",
                "-A PREROUTING -p udp -j DNAT --to-destination 10.0.0.13"),
            TestHost.forward(Family.BRIDGE, "filter", "--pkttype-type ! " + type + " -j DROP"));

    assertEquals(
        "ARRIVES port vnet2",
        arrivals(
            host,
            "udp 10.0.0.11:1 > 10.0.0.12:2 src-mac 52:54:00:00:00:01 dst-mac " + receiver,
            Entry.port("vnet0")));
  }

  private static Ruleset forward(String... rules) {
    String[] lines = new String[rules.length + 1];
    lines[0] = ":FORWARD ACCEPT [0:0]";
    for (int i = 0; i < rules.length; i++) {
      lines[i + 1] = "-A FORWARD " + rules[i];
    }
    return TestHost.table(Family.IPV4, "filter", lines);
  }

  /** {@return the numbers of the rules of FORWARD that match} */
  private static List<Integer> matched(Ruleset rules, String packet, Entry entry) {
    return TestHost.run(TestHost.with(rules), packet, entry).courses().get(0).steps().stream()
        .filter(step -> step instanceof Step.Called)
        .map(step -> ((Step.Called) step).chain())
        .filter(chain -> chain.chain().equals("FORWARD"))
        .flatMap(chain -> chain.rules().stream())
        .filter(TriedRule::matched)
        .map(TriedRule::number)
        .toList();
  }

  @Test
  void portsOfBridgesAreKnownToRulesOfIp() {
    Ruleset rules =
        forward(
            "-m physdev --physdev-in vnet0",
            "-m physdev ! --physdev-in vnet1",
            "-m physdev --physdev-out vnet1",
            "-m physdev ! --physdev-out vnet1",
            "-m physdev --physdev-is-bridged",
            "-m physdev ! --physdev-is-out",
            "-i br0",
            "-o br0");

    assertEquals(
        List.of(1, 2, 3, 5, 7, 8),
        matched(rules, "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST, Entry.port("vnet0")));
    assertEquals(
        List.of(1, 2, 6, 7),
        matched(rules, "udp 10.0.0.11:1 > 192.168.9.2:2" + TestHost.TO_HOST, Entry.port("vnet0")),
        "routed: neither --physdev-out nor its negation");
    assertEquals(
        List.of(2, 4, 6, 8),
        matched(rules, "udp 192.168.9.2:1 > 10.0.0.11:2", Entry.network("out0")));
  }

  @Test
  void typesOfPacketsAndAddresses() {
    Ruleset rules =
        forward(
            "-m pkttype --pkt-type unicast",
            "-m pkttype --pkt-type broadcast",
            "-m addrtype --dst-type UNICAST",
            "-m addrtype --dst-type BROADCAST",
            "-m addrtype --dst-type LOCAL");

    assertEquals(
        List.of(1, 3),
        matched(rules, "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST, Entry.port("vnet0")));
    assertEquals(
        List.of(1, 5),
        matched(rules, "udp 10.0.0.11:1 > 10.0.0.1:2" + TestHost.TO_GUEST, Entry.port("vnet0")));
  }

  @Test
  void fieldsOfBpdusAreReadAnOctetEarly() {
    Ruleset rules =
        TestHost.table(
            Family.BRIDGE,
            "filter",
            ":FORWARD ACCEPT",
            "-A FORWARD --stp-type config -j CONTINUE",
            "-A FORWARD --stp-type tcn -j CONTINUE",
            "-A FORWARD --stp-root-prio 256 -j CONTINUE",
            "-A FORWARD --stp-root-prio 1 -j CONTINUE");

    assertEquals(
        List.of(1), matched(rules, "stp tcn dst-mac 52:54:00:00:00:02", Entry.port("vnet0")));
    assertEquals(
        List.of(1, 3),
        matched(
            rules,
            "stp config stp-flags 1 root-priority 1 dst-mac 52:54:00:00:00:02",
            Entry.port("vnet0")));
  }

  @Test
  void ip6tablesDoesNotLookPastAuthentication() {
    Ruleset rules =
        TestHost.table(
            Family.IPV6,
            "filter",
            ":FORWARD ACCEPT [0:0]",
            "-A FORWARD -p tcp",
            "-A FORWARD -p ah",
            "-A FORWARD -p tcp -m tcp --dport 2",
            "-A FORWARD -p tcp -m tcp ! --tcp-option 2");
    String tcp = "tcp syn [fd00::11]:1 > [fd00::12]:2" + TestHost.TO_GUEST;

    assertEquals(List.of(1, 3, 4), matched(rules, tcp, Entry.port("vnet0")));
    assertEquals(
        List.of(2), matched(rules, tcp + " auth 0x000102030405060708090a0b", Entry.port("vnet0")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          options 0x020405b4 | options 0x020404b0
          options 0x01020401 | options 0x0204021801020401
          options 0x02040400 | options 0x02040400
          df | options 0x02040218 df
          """)
  void theLargestSegmentIsLimited(String options, String changed) {
    Ruleset rules =
        TestHost.table(
            Family.IPV4,
            "mangle",
            ":FORWARD ACCEPT [0:0]",
            "-A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1200");
    String tcp = "tcp syn 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST + " ";

    assertEquals(
        Packet.parse(tcp + changed).toString(),
        packet(TestHost.with(rules), tcp + options, Entry.port("vnet0")));
  }

  @Test
  void theChecksumOfDccpIsNotTranslated() {
    Ruleset rules =
        TestHost.table(
            Family.IPV4,
            "nat",
            ":POSTROUTING ACCEPT [0:0]",
            "-A POSTROUTING -s 10.0.0.11/32 -j SNAT --to-source 10.0.0.77");
    Packet sent = Packet.parse("dccp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST);
    String checksum = sent.layer(LayerType.DCCP).orElseThrow().get(Slot.DCCP_CHECKSUM).toString();

    assertEquals(
        "dccp 10.0.0.77:1 > 10.0.0.12:2" + TestHost.TO_GUEST + " checksum " + checksum,
        packet(TestHost.with(rules), sent.toString(), Entry.port("vnet0")));
  }

  @Test
  void aPortThatIsTakenIsReplacedByAny() {
    Ruleset rules =
        TestHost.table(
            Family.IPV4,
            "nat",
            ":POSTROUTING ACCEPT [0:0]",
            "-A POSTROUTING -s 10.0.0.0/24 ! -d 10.0.0.0/24 -j MASQUERADE");
    Conversation conversation = TestHost.with(rules).conversation();
    conversation.run(
        Packet.parse("udp 10.0.0.11:5000 > 192.168.9.2:53" + TestHost.TO_HOST),
        Entry.port("vnet0"));
    Ending second =
        conversation
            .run(
                Packet.parse(
                    "udp 10.0.0.12:5000 > 192.168.9.2:53 src-mac 52:54:00:00:00:02 dst-mac"
                        + " 52:54:00:00:00:fe"),
                Entry.port("vnet1"))
            .courses()
            .get(0)
            .deciding()
            .orElseThrow();

    assertEquals(End.network("out0"), second.end().orElseThrow());
    assertEquals(true, second.portByChance());
  }

  @Test
  void theUserOfAProcessMayBeKnown() {
    Ruleset rules =
        TestHost.table(
            Family.IPV4,
            "filter",
            ":OUTPUT DROP [0:0]",
            "-A OUTPUT -m owner --uid-owner 0 -j ACCEPT");
    String packet = "udp 10.0.0.1:1 > 10.0.0.11:2";

    assertEquals(Fate.DEPENDS, TestHost.run(TestHost.with(rules), packet, Entry.host()).fate());
    assertEquals(
        Fate.ARRIVES,
        TestHost.run(
                Simulator.of(TestHost.situation().processes(0, 0).build(), rules),
                packet,
                Entry.host())
            .fate());
  }

  /** A table nat that translates nothing does not make the kernel track connections. */
  @Test
  void chainsOfNatAreOnlyCalledForConnections() {
    String[] lines = {
      ":PREROUTING ACCEPT [0:0]", ":POSTROUTING ACCEPT [0:0]", "-A POSTROUTING -p udp"
    };
    Ruleset counting = TestHost.table(Family.IPV4, "nat", lines);
    Ruleset tracking =
        TestHost.table(
            Family.IPV4,
            "nat",
            lines[0],
            lines[1],
            lines[2],
            "-A PREROUTING -d 10.9.9.9/32 -j DNAT --to-destination 10.0.0.12");
    String packet = "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST;

    assertEquals(List.of(), calledTables(counting, packet));
    assertEquals(List.of("nat", "nat"), calledTables(tracking, packet));
  }

  private static List<String> calledTables(Ruleset rules, String packet) {
    return TestHost.run(TestHost.with(rules), packet, Entry.port("vnet0"))
        .courses()
        .get(0)
        .steps()
        .stream()
        .filter(step -> step instanceof Step.Called)
        .map(step -> ((Step.Called) step).chain().table())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ether ether-type 0x806 data 0x00000000 | ARP is cut off
          ip6 fd00::11 > fd00::12 proto 0 | the hop-by-hop options are cut off
          ether vlan 0 vlan-type 0x0 | the frame is cut off after its tag
          """)
  void whatIsCutOffIsDropped(String packet, String reason) {
    assertEquals(
        Optional.of(new Decision.ByKernel(reason)),
        TestHost.run(PLAIN, packet + TestHost.TO_GUEST, Entry.port("vnet0")).decision());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          udp 0.0.0.1:1 > 192.168.9.2:2 | ARRIVES interface out0
          udp 0.0.0.0:1 > 192.168.9.2:2 | DROPPED host
          udp 0.0.0.0:1 > 0.0.0.0:2 | ARRIVES host
          udp 10.0.0.11:1 > 0.0.0.0:2 | DROPPED host
          udp 0.0.0.0:1 > 10.0.0.255:2 | DROPPED host
          """)
  void onlyTheAddressZeroIsSpecial(String packet, String arrivals) {
    assertEquals(
        arrivals, arrivals(PLAIN, packet + " dst-mac 52:54:00:00:00:fe", Entry.port("vnet0")));
  }

  /** What follows from an address must all hold; of what routing tells, one is enough. */
  @Test
  void severalTypesOfAnAddressOfIpv6() {
    Ruleset rules =
        TestHost.table(
            Family.IPV6,
            "filter",
            ":FORWARD ACCEPT [0:0]",
            "-A FORWARD -m addrtype --dst-type UNICAST,MULTICAST",
            "-A FORWARD -m addrtype ! --dst-type UNICAST,MULTICAST",
            "-A FORWARD -m addrtype --dst-type UNICAST",
            "-A FORWARD -m addrtype --dst-type UNICAST,LOCAL");

    assertEquals(
        List.of(2, 3),
        matched(rules, "udp [fd00::11]:1 > [fd00::12]:2" + TestHost.TO_GUEST, Entry.port("vnet0")));
    assertEquals(
        List.of(2, 3, 4),
        matched(rules, "udp [fd00::11]:1 > [fd00::1]:2" + TestHost.TO_GUEST, Entry.port("vnet0")));
  }

  @Test
  void theHostIsAskedForTheRoutersOfItsNetwork() {
    assertTrue(arrivals(PLAIN, "ns fd00::", Entry.port("vnet0")).contains("ARRIVES host"));
  }
}
