package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the host sends to all and to nobody, and translations that chance or a short packet ends.
 */
class TranslatedAndOwnPacketsTest {

  private static final Simulator PLAIN = TestHost.with();

  private static List<String> endings(Explanation explanation) {
    return explanation.courses().stream()
        .flatMap(course -> course.endings().stream())
        .map(ending -> ending.fate() + " " + ending.end().map(End::toString).orElse("nowhere"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          udp 192.168.9.1:1 > 192.168.9.255:2 | ARRIVES host, ARRIVES interface out0
          udp 10.0.0.1:1 > 10.0.0.255:2 | \
          ARRIVES host, ARRIVES port vnet2, ARRIVES port vnet1, ARRIVES port vnet0
          udp 192.168.9.1:1 > 0.0.0.0:2 | ARRIVES host
          udp 192.168.9.1:1 > 192.168.9.2:2 | ARRIVES interface out0
          """)
  void theHostGetsItsOwnBroadcasts(String packet, String arrivals) {
    assertEquals(arrivals, String.join(", ", endings(TestHost.run(PLAIN, packet, Entry.host()))));
  }

  @Test
  void aCopyForTheHostIsABroadcastThatCameInByTheInterface() {
    Simulator host =
        TestHost.with(
            TestHost.table(
                Family.IPV4,
                "filter",
                ":INPUT ACCEPT [0:0]",
                "-A INPUT -i out0 -m pkttype --pkt-type broadcast -j DROP"));

    assertEquals(
        List.of("DROPPED host", "ARRIVES interface out0"),
        endings(TestHost.run(host, "udp 192.168.9.1:1 > 192.168.9.255:2", Entry.host())));
  }

  /** Only of neighbours on a bridge it matters who replies, as ports are told apart there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "udp 10.0.0.1:1 > 10.0.0.99:2 | the host asks who has 10.0.0.99 (ARP)",
        "udp [fd00::1]:1 > [fd00::99]:2 | the host asks who has fd00::99 (neighbour discovery)",
        "udp 10.0.0.1:1 > 10.0.0.11:2 | ",
        "udp 10.0.0.1:1 > 10.0.0.255:2 | ",
        "udp 192.168.9.1:1 > 192.168.9.99:2 | "
      })
  void theHostAsksForNeighborsThatItDoesNotKnow(String packet, String asked) {
    assertEquals(
        asked == null ? List.of() : List.of(asked),
        questions(TestHost.run(PLAIN, packet, Entry.host())));
  }

  @Test
  void itAsksForWhatItRoutesAsWell() {
    assertEquals(
        List.of("the host asks who has 10.0.0.99 (ARP)"),
        questions(TestHost.run(PLAIN, "udp 9.9.9.9:1 > 10.0.0.99:2", Entry.network("out0"))));
  }

  /** Each port may reply, the rules of which then decide, or none. */
  @Test
  void whatBecomesOfAPacketDependsOnWhoReplies() {
    Simulator host =
        TestHost.with(
            TestHost.table(
                Family.BRIDGE, "filter", ":OUTPUT ACCEPT", "-A OUTPUT -o vnet1 -j DROP"));

    assertEquals(
        """
        DEPENDS: udp 10.0.0.1:1 > 10.0.0.99:2
        if the reply for 10.0.0.99 comes from port vnet2: ARRIVES
          - the host asks who has 10.0.0.99 (ARP)
          OUTPUT ebtables filter OUTPUT
            1 -A OUTPUT -o vnet1 -j DROP (no: out interface vnet1, found vnet2)
            end: ACCEPT
          => ARRIVES at port vnet2 by ebtables filter OUTPUT policy ACCEPT
        if the reply for 10.0.0.99 comes from port vnet1: DROPPED
          - the host asks who has 10.0.0.99 (ARP)
          OUTPUT ebtables filter OUTPUT
            1 -A OUTPUT -o vnet1 -j DROP (yes)
          => DROPPED at port vnet1 by ebtables filter OUTPUT rule 1: -A OUTPUT -o vnet1 -j DROP
        if the reply for 10.0.0.99 comes from port vnet0: ARRIVES
          - the host asks who has 10.0.0.99 (ARP)
          OUTPUT ebtables filter OUTPUT
            1 -A OUTPUT -o vnet1 -j DROP (no: out interface vnet1, found vnet0)
            end: ACCEPT
          => ARRIVES at port vnet0 by ebtables filter OUTPUT policy ACCEPT
        if no one replies for 10.0.0.99: DROPPED
          - the host asks who has 10.0.0.99 (ARP)
          => DROPPED by no one replies for 10.0.0.99 (host unreachable)
        """,
        TestHost.trace(host, "udp 10.0.0.1:1 > 10.0.0.99:2", Entry.host()));
  }

  /** A destination that rules translate may be that of a neighbour that is not known, too. */
  @Test
  void aBridgedPacketMayBeTranslatedToANeighborThatIsNotKnown() {
    Simulator host = TestHost.with(nat("PREROUTING", "-p udp -j DNAT --to-destination 10.0.0.99"));
    String packet = "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST;

    assertEquals(
        List.of(
            "the reply for 10.0.0.99 comes from port vnet2: ARRIVES",
            "the reply for 10.0.0.99 comes from port vnet1: ARRIVES",
            "the reply for 10.0.0.99 comes from port vnet0: DROPPED",
            "no one replies for 10.0.0.99: DROPPED"),
        TestHost.run(host, packet, Entry.port("vnet0")).courses().stream()
            .map(course -> course.assumptions().get(0) + ": " + course.fate())
            .toList());
  }

  @Test
  void noOneRepliesOnABridgeWithoutPorts() {
    Simulator host =
        Simulator.of(Situation.builder().bridge("br1").address("br1", "10.1.0.1/24").build());
    Explanation explanation = TestHost.run(host, "udp 10.1.0.1:1 > 10.1.0.2:2", Entry.host());

    assertEquals(List.of(), explanation.courses().get(0).assumptions());
    assertEquals(List.of("DROPPED nowhere"), endings(explanation));
  }

  private static List<String> questions(Explanation explanation) {
    return explanation.courses().get(0).steps().stream()
        .filter(Step.Event.class::isInstance)
        .map(step -> ((Step.Event) step).text())
        .filter(text -> text.startsWith("the host asks"))
        .toList();
  }

  private static Ruleset nat(String chain, String rule) {
    return TestHost.table(
        Family.IPV4, "nat", ":" + chain + " ACCEPT [0:0]", "-A " + chain + " " + rule);
  }

  @Test
  void oneOfSeveralAddressesIsTakenByChance() {
    Explanation explanation =
        TestHost.run(
            TestHost.with(
                nat("PREROUTING", "-p tcp -j DNAT --to-destination 192.168.9.2-192.168.10.2")),
            "tcp syn 10.0.0.11:1 > 10.0.0.1:2" + TestHost.TO_HOST,
            Entry.port("vnet0"));

    assertEquals(Fate.DEPENDS, explanation.fate());
    assertEquals(
        List.of("takes the first address: ARRIVES", "takes the last address: DROPPED"),
        explanation.courses().stream()
            .map(course -> course.assumptions().get(0).assumed() + ": " + course.fate())
            .toList());
    assertEquals(true, explanation.courses().get(0).endings().get(0).portByChance());
  }

  @Test
  void aSourceInTheRangeStaysUnlessItIsToBeRandom() {
    String rule = "-p udp -j SNAT --to-source 10.0.0.5-10.0.0.20";
    String packet = "udp 10.0.0.11:1 > 192.168.9.2:2" + TestHost.TO_HOST;

    Explanation stays =
        TestHost.run(TestHost.with(nat("POSTROUTING", rule)), packet, Entry.port("vnet0"));
    Explanation random =
        TestHost.run(
            TestHost.with(nat("POSTROUTING", rule + " --random")), packet, Entry.port("vnet0"));

    assertEquals(1, stays.courses().size());
    assertEquals(2, random.courses().size());
  }

  @ParameterizedTest
  @CsvSource({"0x00000000000000, DROPPED", "0x0000000000000000, ARRIVES"})
  void greIsTranslatedIfItsHeaderIsThere(String octets, Fate fate) {
    Simulator host = TestHost.with(nat("POSTROUTING", "-o out0 -j MASQUERADE"));
    Packet gre =
        Packet.parse("ip 10.0.0.11 > 192.168.9.2 proto 47 data " + octets + TestHost.TO_HOST);

    assertEquals(fate, host.fate(gre, Entry.port("vnet0")));
  }
}
