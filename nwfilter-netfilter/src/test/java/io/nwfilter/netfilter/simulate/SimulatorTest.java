package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorTest {

  private static final CompiledInterface CLEAN =
      FilterCompiler.compile(
          FilterBinding.of(
              new InterfaceName("vnet0"),
              TestHost.mac(1),
              FilterReference.of("clean-traffic", "IP", "10.0.0.11")));

  private static final String DHCP = "dhcp discover src-mac 52:54:00:00:00:01";

  @Test
  void everyRuleThatIsTriedIsRecorded() {
    assertEquals(
        """
        ARRIVES: dhcp discover src-mac 52:54:00:00:00:01
          PREROUTING ebtables nat PREROUTING
            1 -A PREROUTING -i vnet0 -j libvirt-I-vnet0 (yes)
              1 -A libvirt-I-vnet0 -j I-vnet0-mac (yes)
                1 -A I-vnet0-mac -s 52:54:00:00:00:01 -j RETURN (yes)
              2 -A libvirt-I-vnet0 -p IPv4 -j I-vnet0-ipv4-ip (yes)
                1 -A I-vnet0-ipv4-ip -p IPv4 --ip-src 0.0.0.0 --ip-proto udp -j RETURN (yes)
              3 -A libvirt-I-vnet0 -p IPv4 -j ACCEPT (yes)
          - bridge virbr0: to all other ports and the host
          to port others:
            POSTROUTING ebtables nat POSTROUTING
              1 -A POSTROUTING -o vnet0 -j libvirt-O-vnet0 (no: out interface vnet0, found others)
              end: ACCEPT
          to host:
            - bridge virbr0: to the host
            - the packet is for the host
          => ARRIVES at port others by ebtables nat libvirt-I-vnet0 rule 3: -A libvirt-I-vnet0 -p IPv4 -j ACCEPT
          => ARRIVES at host by ebtables nat libvirt-I-vnet0 rule 3: -A libvirt-I-vnet0 -p IPv4 -j ACCEPT
        """,
        TraceText.of(Simulator.of(CLEAN).fromGuest(Packet.parse(DHCP))));
  }

  @Test
  void theRuleThatDropsDecides() {
    String foreign = "udp 10.0.0.99:1 > 10.0.0.12:2" + TestHost.TO_GUEST;

    assertEquals(
        """
        DROPPED: udp 10.0.0.99:1 > 10.0.0.12:2 src-mac 52:54:00:00:00:01 dst-mac 52:54:00:00:00:02
          PREROUTING ebtables nat PREROUTING
            1 -A PREROUTING -i vnet0 -j libvirt-I-vnet0 (yes)
              1 -A libvirt-I-vnet0 -j I-vnet0-mac (yes)
                1 -A I-vnet0-mac -s 52:54:00:00:00:01 -j RETURN (yes)
              2 -A libvirt-I-vnet0 -p IPv4 -j I-vnet0-ipv4-ip (yes)
                1 -A I-vnet0-ipv4-ip -p IPv4 --ip-src 0.0.0.0 --ip-proto udp -j RETURN (no: ipv4 source 0.0.0.0, found 10.0.0.99)
                2 -A I-vnet0-ipv4-ip -p IPv4 --ip-src 10.0.0.11 -j RETURN (no: ipv4 source 10.0.0.11, found 10.0.0.99)
                3 -A I-vnet0-ipv4-ip -j DROP (yes)
          => DROPPED by ebtables nat I-vnet0-ipv4-ip rule 3: -A I-vnet0-ipv4-ip -j DROP
        """,
        TraceText.of(Simulator.of(CLEAN).fromGuest(Packet.parse(foreign))));
  }

  @Test
  void packetsToTheGuestComeFromEverybodyElse() {
    String packet = "arp reply 10.0.0.12 is-at 52:54:00:00:00:02" + TestHost.BACK;
    Explanation explanation = Simulator.of(CLEAN).toGuest(Packet.parse(packet));

    assertEquals(Fate.ARRIVES, explanation.fateAt(End.port("vnet0")));
    assertEquals(List.of(End.port("vnet0")), explanation.arrivals());
    assertEquals(Entry.port("others"), explanation.entry());
  }

  private static Ruleset filter(String... lines) {
    return TestHost.table(Family.IPV4, "filter", lines);
  }

  private static String decided(Ruleset rules, String packet) {
    return TestHost.run(TestHost.with(rules), packet + TestHost.TO_GUEST, Entry.port("vnet0"))
        .decision()
        .map(Object::toString)
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "1, iptables filter a rule 1: -A a -s 10.0.0.1/32 -j ACCEPT",
    "2, iptables filter FORWARD policy DROP",
    "3, iptables filter FORWARD rule 2: -A FORWARD -s 10.0.0.3/32 -j ACCEPT",
    "4, iptables filter FORWARD policy DROP",
    "5, iptables filter FORWARD rule 4: -A FORWARD -s 10.0.0.5/32 -j REJECT --reject-with"
        + " icmp-port-unreachable",
    "6, iptables filter FORWARD policy DROP",
  })
  void jumpsReturnAndGotosDoNot(int source, String decision) {
    Ruleset rules =
        filter(
            ":FORWARD DROP [0:0]",
            ":a - [0:0]",
            ":b - [0:0]",
            "-A a -s 10.0.0.1/32 -j ACCEPT",
            "-A a -s 10.0.0.2/32 -g b",
            "-A a -s 10.0.0.4/32 -j b",
            "-A a -s 10.0.0.4/32 -j DROP",
            "-A b -s 10.0.0.3/32 -j DROP",
            "-A FORWARD -j a",
            "-A FORWARD -s 10.0.0.3/32 -j ACCEPT",
            "-A FORWARD -s 10.0.0.6/32 -j RETURN",
            "-A FORWARD -s 10.0.0.5/32 -j REJECT --reject-with icmp-port-unreachable",
            "-A FORWARD -s 10.0.0.6/32 -j ACCEPT");
    String expected =
        source == 4 ? "iptables filter a rule 4: -A a -s 10.0.0.4/32 -j DROP" : decision;

    assertEquals(expected, decided(rules, "udp 10.0.0." + source + ":1 > 10.0.0.12:2"));
  }

  @Test
  void aGotoInABaseChainEndsWithItsPolicy() {
    Ruleset rules =
        filter(":FORWARD DROP [0:0]", ":a - [0:0]", "-A FORWARD -g a", "-A FORWARD -j ACCEPT");

    assertEquals(
        "iptables filter FORWARD policy DROP", decided(rules, "udp 1.1.1.1:1 > 2.2.2.2:2"));
  }

  @Test
  void theEndOfAChainOfEbtablesDecides() {
    Ruleset rules =
        TestHost.table(
            Family.BRIDGE,
            "filter",
            ":FORWARD DROP",
            ":accepts ACCEPT",
            ":drops DROP",
            ":returns RETURN",
            "-A FORWARD -p IPv4 -j returns",
            "-A FORWARD -p ARP -j accepts",
            "-A FORWARD -p IPv6 -j drops");

    assertEquals("ebtables filter FORWARD policy DROP", decided(rules, "ping 1.1.1.1 > 2.2.2.2"));
    assertEquals("ebtables filter drops policy DROP", decided(rules, "ping fd00::1 > fd00::2"));
    assertEquals("ebtables filter accepts policy ACCEPT", decided(rules, "arp announce 1.1.1.1"));
  }

  @Test
  void whatIsRejectedIsNotOnlyDropped() {
    Ruleset rules =
        filter(":FORWARD ACCEPT [0:0]", "-A FORWARD -j REJECT --reject-with icmp-net-prohibited");

    assertEquals(
        Fate.REJECTED,
        TestHost.run(
                TestHost.with(rules),
                "udp 1.1.1.1:1 > 2.2.2.2:2" + TestHost.TO_GUEST,
                Entry.port("vnet0"))
            .fate());
  }

  private static final Ruleset UNKNOWN =
      filter(
          ":FORWARD DROP [0:0]",
          "-A FORWARD -m limit --limit 1/sec -j LOG --log-prefix x",
          "-A FORWARD -m set --match-set friends src -j ACCEPT",
          "-A FORWARD -m set --match-set friends src -j MARK --set-xmark 0x1/0xffffffff",
          "-A FORWARD -p udp -m string --string abc --algo bm -j ACCEPT");

  @Test
  void whatIsNotKnownHasBothCourses() {
    assertEquals(
        """
        DEPENDS: udp 10.0.0.11:1 > 10.0.0.12:2 src-mac 52:54:00:00:00:01 dst-mac 52:54:00:00:00:02
        if FORWARD rule 2 is met: ARRIVES
          - bridge br0: 52:54:00:00:00:02 is behind port vnet1
          FORWARD iptables filter FORWARD
            1 -A FORWARD -m limit --limit 1/sec -j LOG --log-prefix x (assumed open)
            2 -A FORWARD -m set --match-set friends src -j ACCEPT (assumed met)
          => ARRIVES at port vnet1 by iptables filter FORWARD rule 2: -A FORWARD -m set --match-set friends src -j ACCEPT
        if FORWARD rule 2 is not met and FORWARD rule 4 is met: ARRIVES
          - bridge br0: 52:54:00:00:00:02 is behind port vnet1
          FORWARD iptables filter FORWARD
            1 -A FORWARD -m limit --limit 1/sec -j LOG --log-prefix x (assumed open)
            2 -A FORWARD -m set --match-set friends src -j ACCEPT (assumed not met)
            3 -A FORWARD -m set --match-set friends src -j MARK --set-xmark 0x1/0xffffffff (assumed not met)
            4 -A FORWARD -p udp -m string --string abc --algo bm -j ACCEPT (assumed met)
          => ARRIVES at port vnet1 by iptables filter FORWARD rule 4: -A FORWARD -p udp -m string --string abc --algo bm -j ACCEPT
        if FORWARD rule 2 is not met and FORWARD rule 4 is not met: DROPPED
          - bridge br0: 52:54:00:00:00:02 is behind port vnet1
          FORWARD iptables filter FORWARD
            1 -A FORWARD -m limit --limit 1/sec -j LOG --log-prefix x (assumed open)
            2 -A FORWARD -m set --match-set friends src -j ACCEPT (assumed not met)
            3 -A FORWARD -m set --match-set friends src -j MARK --set-xmark 0x1/0xffffffff (assumed not met)
            4 -A FORWARD -p udp -m string --string abc --algo bm -j ACCEPT (assumed not met)
            end: DROP
          => DROPPED at port vnet1 by iptables filter FORWARD policy DROP
        """,
        TestHost.trace(
            TestHost.with(UNKNOWN),
            "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
            Entry.port("vnet0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp:99999", "tcp:90-80", "udp:65536", "65535-65536"})
  void portsOfSetsAreInOrder(String port) {
    Situation.Builder situation = TestHost.situation();

    assertEquals(
        "'" + port + "' is not ports from 0 to 65535, the lower one first",
        assertThrows(IllegalArgumentException.class, () -> situation.set("x", "10.0.0.1," + port))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-name-of-16-let"})
  void interfacesHaveShortNames(String name) {
    assertEquals(
        "'" + name + "' is not the name of an interface of 1 to 15 characters",
        assertThrows(IllegalArgumentException.class, () -> Situation.bridge("br0", name))
            .getMessage());
  }

  /** What is assumed of a set is assumed wherever it is asked for, also if it is negated. */
  @ParameterizedTest
  @CsvSource({
    "'-m set --match-set x src -j DROP', '-m set ! --match-set x src -j DROP', DROPPED, 2",
    "'-m set --match-set x src -m set --match-set y src -j ACCEPT',"
        + " '-m set --match-set x src -m set --match-set y src -j DROP', ARRIVES, 2",
    "'-m set --match-set x src -m set --match-set y src -j MARK --set-mark 1',"
        + " '-m mark --mark 1 -m set ! --match-set y src -j DROP', ARRIVES, 2",
    "'-m set --match-set x src -m limit --limit 1/sec -j MARK --set-mark 1',"
        + " '-m mark --mark 1 -m set ! --match-set x src -j DROP', ARRIVES, 2",
    "'-m set --match-set x src -j MARK --set-mark 1',"
        + " '-m mark --mark 0 -m set --match-set x src -m limit --limit 1/sec -j DROP', ARRIVES, 2",
    "'-m set --match-set x src -j DROP', '-m set ! --match-set x dst -j DROP', DEPENDS, 3"
  })
  void whatIsAssumedOnceIsAssumedAgain(String first, String second, Fate fate, int courses) {
    Explanation explanation =
        TestHost.run(
            TestHost.with(
                filter(":FORWARD ACCEPT [0:0]", "-A FORWARD " + first, "-A FORWARD " + second)),
            "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
            Entry.port("vnet0"));

    assertEquals(fate, explanation.fate());
    assertEquals(courses, explanation.courses().size());
  }

  @Test
  void whatIsNotKnownMayNotMatter() {
    Explanation explanation =
        TestHost.run(
            TestHost.with(
                filter(
                    ":FORWARD ACCEPT [0:0]",
                    "-A FORWARD -m limit --limit 1/sec -j ACCEPT",
                    "-A FORWARD -p tcp -j TEE --gateway 1.1.1.1")),
            "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
            Entry.port("vnet0"));

    assertEquals(Fate.ARRIVES, explanation.fate());
    assertEquals(2, explanation.courses().size());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.11, ARRIVES",
    "10.0.0.12, DEPENDS",
  })
  void theMembersOfASetMayBeKnown(String member, Fate fate) {
    Simulator host =
        Simulator.of(TestHost.situation().set("friends", "1.1.1.1", member).build(), UNKNOWN);

    assertEquals(
        fate,
        TestHost.run(host, "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST, Entry.port("vnet0"))
            .fate());
  }

  @Test
  void anUnknownTargetMayGoOnAcceptOrDrop() {
    Explanation explanation =
        TestHost.run(
            TestHost.with(
                filter(
                    ":FORWARD DROP [0:0]",
                    "-A FORWARD -j NFQUEUE --queue-num 1",
                    "-A FORWARD -j ACCEPT")),
            "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
            Entry.port("vnet0"));

    assertEquals(
        List.of("goes on ARRIVES", "accepts ARRIVES", "drops DROPPED"),
        explanation.courses().stream()
            .map(course -> course.assumptions().get(0).assumed() + " " + course.fate())
            .toList());
  }

  @Test
  void thereIsAnEndOfCourses() {
    String[] lines = new String[21];
    lines[0] = ":FORWARD DROP [0:0]";
    for (int i = 1; i < lines.length; i++) {
      lines[i] = "-A FORWARD -m limit --limit " + i + "/sec -j MARK --set-xmark 0x1/0xffffffff";
    }
    Explanation explanation =
        TestHost.run(
            TestHost.with(filter(lines)),
            "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
            Entry.port("vnet0"));

    assertEquals(Explanation.MAX_COURSES, explanation.courses().size());
    assertEquals(Fate.DEPENDS, explanation.fate());
  }

  private static String refusal(String... lines) {
    return String.valueOf(
        assertThrows(UnusableRulesException.class, () -> TestHost.with(filter(lines)))
            .getMessage());
  }

  /** No tool loads such rules, but code can build them. */
  @Test
  void missingChainsAreRefused() {
    Ruleset whole =
        filter(
            ":FORWARD ACCEPT [0:0]",
            ":a - [0:0]",
            ":gone - [0:0]",
            "-A FORWARD -j a",
            "-A a -p tcp -j DROP",
            "-A a -j gone");
    Map<String, Chain> chains = new LinkedHashMap<>(whole.table("filter").orElseThrow().chains());
    chains.remove("gone");
    Ruleset rest = new Ruleset(Family.IPV4, Map.of("filter", new Table("filter", chains)));

    assertEquals(
        "iptables, table filter, chain a: rule 2 leads to chain 'gone', which does not exist",
        assertThrows(UnusableRulesException.class, () -> TestHost.with(rest)).getMessage());
  }

  /** The kernel takes a circle that no base chain leads to: no packet gets there. */
  @Test
  void circlesOutOfReachAreTaken() {
    Explanation explanation =
        TestHost.run(
            TestHost.with(
                filter(
                    ":FORWARD DROP [0:0]",
                    ":a - [0:0]",
                    ":b - [0:0]",
                    "-A FORWARD -j ACCEPT",
                    "-A a -j b",
                    "-A b -g a")),
            "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
            Entry.port("vnet0"));

    assertEquals(Fate.ARRIVES, explanation.fate());
  }

  @Test
  void circlesAreRefused() {
    assertEquals(
        "iptables, table filter, chain c: rule 2 leads back to a chain that leads here: b > c > b",
        refusal(
            ":FORWARD ACCEPT [0:0]",
            ":a - [0:0]",
            ":b - [0:0]",
            ":c - [0:0]",
            "-A FORWARD -j a",
            "-A a -j b",
            "-A b -g c",
            "-A c -j ACCEPT",
            "-A c -j b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vnet9", "br0", "out0"})
  void onlyPortsAreEntered(String name) {
    Simulator host = TestHost.with();

    assertTrue(
        String.valueOf(
                assertThrows(
                        IllegalArgumentException.class,
                        () -> host.run(Packet.parse("stp tcn"), Entry.port(name)))
                    .getMessage())
            .contains("'" + name + "'"));
  }

  @Test
  void marksAreSharedByBothLayers() {
    Ruleset frames =
        TestHost.rules(
            Family.BRIDGE,
            "*nat",
            ":PREROUTING ACCEPT",
            ":POSTROUTING DROP",
            "-A PREROUTING -j mark --mark-set 0x5 --mark-target ACCEPT",
            "-A POSTROUTING --mark 0x7 -j ACCEPT");
    Ruleset packets =
        TestHost.table(
            Family.IPV4,
            "filter",
            ":FORWARD DROP [0:0]",
            "-A FORWARD -m mark --mark 0x5 -j MARK --set-xmark 0x2/0x0",
            "-A FORWARD -m mark --mark 0x7 -j ACCEPT");

    assertEquals(
        Fate.ARRIVES,
        TestHost.run(
                TestHost.with(frames, packets),
                "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
                Entry.port("vnet0"))
            .fate());
  }

  @Test
  void framesAreReaddressed() {
    Ruleset rules =
        TestHost.table(
            Family.BRIDGE,
            "nat",
            ":PREROUTING ACCEPT",
            ":POSTROUTING ACCEPT",
            "-A PREROUTING -p ARP -j arpreply --arpreply-mac 52:54:00:00:00:77"
                + " --arpreply-target DROP",
            "-A PREROUTING -j dnat --to-dst 52:54:00:00:00:03 --dnat-target ACCEPT",
            "-A POSTROUTING -j snat --to-src 52:54:00:00:00:99 --snat-target ACCEPT");
    Simulator host = TestHost.with(rules);
    Explanation moved = TestHost.run(host, "ether" + TestHost.TO_GUEST, Entry.port("vnet0"));
    Explanation asked =
        TestHost.run(host, "arp who-has 10.0.0.9 tell 10.0.0.11", Entry.port("vnet0"));

    assertEquals(
        List.of(
            new Ending(
                Optional.of(End.port("vnet2")),
                Fate.ARRIVES,
                Packet.parse("ether src-mac 52:54:00:00:00:99 dst-mac 52:54:00:00:00:03"),
                moved.decision().orElseThrow(),
                false)),
        moved.courses().get(0).endings());
    assertEquals(
        new Step.Event("the bridge replies that 10.0.0.9 is at 52:54:00:00:00:77"),
        asked.courses().get(0).steps().get(0));
    assertEquals(Fate.DROPPED, asked.fate());
  }
}
