package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What connection tracking remembers from packet to packet, as it was seen with Linux 6.18. */
class ConversationTest {

  /** A rule for each state, whose number the decision shows. */
  private static final Ruleset STATES =
      TestHost.table(
          Family.IPV4,
          "filter",
          ":FORWARD DROP [0:0]",
          "-A FORWARD -m conntrack --ctstate NEW -j ACCEPT",
          "-A FORWARD -m conntrack --ctstate ESTABLISHED --ctdir ORIGINAL -j ACCEPT",
          "-A FORWARD -m conntrack --ctstate ESTABLISHED --ctdir REPLY -j ACCEPT",
          "-A FORWARD -m conntrack --ctstate RELATED -j ACCEPT",
          "-A FORWARD -m conntrack --ctstate INVALID -j ACCEPT",
          "-A FORWARD -m conntrack --ctstate UNTRACKED -j ACCEPT");

  private static final List<String> NAMES =
      List.of("NEW", "ESTABLISHED", "REPLY", "RELATED", "INVALID", "UNTRACKED");

  /** Sends packets; those of the second guest start with a {@code <}. */
  private static String states(Conversation conversation, String packets) {
    return String.join(
        " ",
        List.of(packets.split(";", -1)).stream()
            .map(String::strip)
            .map(text -> state(conversation, text))
            .toList());
  }

  private static String state(Conversation conversation, String text) {
    boolean back = text.startsWith("<");
    String packet = back ? text.substring(1) + TestHost.BACK : text + TestHost.TO_GUEST;
    Explanation explanation =
        conversation.run(Packet.parse(packet), Entry.port(back ? "vnet1" : "vnet0"));
    Decision decision = explanation.decision().orElseThrow();
    return decision instanceof Decision.ByRule rule
        ? NAMES.get(rule.number() - 1)
        : decision.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          udp 10.0.0.11:1 > 10.0.0.12:2; udp 10.0.0.11:1 > 10.0.0.12:2 | NEW NEW
          udp 10.0.0.11:1 > 10.0.0.12:2; < udp 10.0.0.12:2 > 10.0.0.11:1; \
          udp 10.0.0.11:1 > 10.0.0.12:2 | NEW REPLY ESTABLISHED
          udp 10.0.0.11:1 > 10.0.0.12:2; < udp 10.0.0.12:3 > 10.0.0.11:1 | NEW NEW
          ping 10.0.0.11 > 10.0.0.12 id 5; < icmp echo-reply 10.0.0.12 > 10.0.0.11 id 5; \
          < icmp echo-reply 10.0.0.12 > 10.0.0.11 id 6 | NEW REPLY INVALID
          tcp 10.0.0.11:1 > 10.0.0.12:2; < tcp syn,ack 10.0.0.12:2 > 10.0.0.11:1 ack-seq 1; \
          tcp ack 10.0.0.11:1 > 10.0.0.12:2 seq 1 | NEW REPLY ESTABLISHED
          tcp syn,ack 10.0.0.11:1 > 10.0.0.12:2 | INVALID
          tcp rst 10.0.0.11:1 > 10.0.0.12:2 | INVALID
          tcp none 10.0.0.11:1 > 10.0.0.12:2 | INVALID
          tcp syn,fin 10.0.0.11:1 > 10.0.0.12:2 | INVALID
          tcp psh,ack 10.0.0.11:1 > 10.0.0.12:2 | NEW
          tcp syn,ece,cwr 10.0.0.11:1 > 10.0.0.12:2 | NEW
          tcp 10.0.0.11:1 > 10.0.0.12:2; < tcp rst,ack 10.0.0.12:2 > 10.0.0.11:1; \
          tcp ack 10.0.0.11:1 > 10.0.0.12:2 | NEW REPLY NEW
          tcp 10.0.0.11:1 > 10.0.0.12:2; < tcp rst,ack 10.0.0.12:2 > 10.0.0.11:1; \
          tcp 10.0.0.11:1 > 10.0.0.12:2 seq 9 | NEW REPLY NEW
          tcp psh,ack 10.0.0.11:1 > 10.0.0.12:2; tcp syn,ack 10.0.0.11:1 > 10.0.0.12:2 | NEW INVALID
          tcp 10.0.0.11:1 > 10.0.0.12:2; < tcp syn,ack 10.0.0.12:2 > 10.0.0.11:1 ack-seq 1; \
          tcp ack 10.0.0.11:1 > 10.0.0.12:2 seq 1; < tcp rst,ack 10.0.0.12:2 > 10.0.0.11:1 seq 1; \
          tcp ack 10.0.0.11:1 > 10.0.0.12:2 seq 1; tcp 10.0.0.11:1 > 10.0.0.12:2 seq 9 \
          | NEW REPLY ESTABLISHED REPLY ESTABLISHED ESTABLISHED
          tcp 10.0.0.11:1 > 10.0.0.12:2; < tcp syn,ack 10.0.0.12:2 > 10.0.0.11:1 ack-seq 1; \
          tcp ack 10.0.0.11:1 > 10.0.0.12:2 seq 1; tcp rst 10.0.0.11:1 > 10.0.0.12:2 seq 1; \
          tcp 10.0.0.11:1 > 10.0.0.12:2 seq 9 | NEW REPLY ESTABLISHED ESTABLISHED NEW
          sctp 10.0.0.11:1 > 10.0.0.12:2 data 0x01000004 | INVALID
          udp 10.0.0.11:1 > 10.0.0.12:2; < icmp port-unreachable 10.0.0.12 > 10.0.0.11 \
          about "udp 10.0.0.11:1 > 10.0.0.12:2" | NEW RELATED
          udp 10.0.0.11:1 > 10.0.0.12:2; < icmp port-unreachable 10.0.0.12 > 10.0.0.11 \
          about "udp 10.0.0.11:9 > 10.0.0.12:2" | NEW INVALID
          udp 10.0.0.11:1 > 10.0.0.12:2; < icmp time-exceeded 10.0.0.99 > 10.0.0.11 \
          about "udp 10.0.0.11:1 > 10.0.0.12:2" | NEW RELATED
          udp 10.0.0.11:1 > 10.0.0.12:2; < icmp port-unreachable 10.0.0.12 > 10.0.0.99 \
          about "udp 10.0.0.11:1 > 10.0.0.12:2" | NEW INVALID
          udp 10.0.0.11:1 > 10.0.0.12:2 checksum 0x1234 | INVALID
          udp 10.0.0.11:1 > 10.0.0.12:2 checksum 0 | NEW
          icmp 40 10.0.0.11 > 10.0.0.12 | INVALID
          esp 10.0.0.11 > 10.0.0.12; < esp 10.0.0.12 > 10.0.0.11 | NEW REPLY
          sctp 10.0.0.11:1 > 10.0.0.12:2 data 0x0100001400000001000010000001000100000001; sctp 10.0.0.11:5 > 10.0.0.12:2 data \
          0x00000004 | NEW INVALID
          """)
  void statesOfPackets(String packets, String states) {
    assertEquals(states, states(TestHost.with(STATES).conversation(), packets));
  }

  @Test
  void whatWasDroppedIsForgotten() {
    Ruleset drops =
        TestHost.table(
            Family.IPV4,
            "filter",
            ":FORWARD ACCEPT [0:0]",
            "-A FORWARD -s 10.0.0.11/32 -j DROP",
            "-A FORWARD -m conntrack --ctstate NEW -j ACCEPT");
    Conversation conversation = TestHost.with(drops).conversation();

    assertEquals(
        "ESTABLISHED",
        state(conversation, "< udp 10.0.0.12:2 > 10.0.0.11:1"),
        "the second rule, NEW");
    assertEquals(
        Fate.DROPPED,
        conversation.fate(
            Packet.parse("udp 10.0.0.11:5 > 10.0.0.12:2" + TestHost.TO_GUEST),
            Entry.port("vnet0")));
    assertEquals("ESTABLISHED", state(conversation, "< udp 10.0.0.12:2 > 10.0.0.11:5"));
  }

  @Test
  void neighborDiscoveryIsNotTracked() {
    Ruleset rules =
        TestHost.table(
            Family.IPV6,
            "filter",
            ":FORWARD DROP [0:0]",
            "-A FORWARD -m conntrack --ctstate UNTRACKED -j ACCEPT");

    assertEquals(
        Fate.ARRIVES,
        TestHost.run(TestHost.with(rules), "ns fd00::2", Entry.port("vnet0"))
            .fateAt(End.port("vnet1")));
  }

  @Test
  void rulesMayKeepPacketsAwayFromTracking() {
    Ruleset rules =
        TestHost.rules(
            Family.IPV4,
            "*raw",
            ":PREROUTING ACCEPT [0:0]",
            "-A PREROUTING -p udp -j CT --notrack",
            "COMMIT",
            "*filter",
            ":FORWARD DROP [0:0]",
            "-A FORWARD -m conntrack ! --ctstate UNTRACKED -j DROP",
            "-A FORWARD -p udp -j ACCEPT",
            "COMMIT");

    assertEquals(
        Fate.ARRIVES,
        TestHost.run(
                TestHost.with(rules),
                "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
                Entry.port("vnet0"))
            .fate());
  }

  @Test
  void theStateMayBeGiven() {
    Simulator host =
        Simulator.of(
            TestHost.situation().connectionState(TrackedState.ESTABLISHED).build(), STATES);

    assertEquals("ESTABLISHED", state(host.conversation(), "udp 10.0.0.11:1 > 10.0.0.12:2"));
  }

  /** In which direction a packet of a known connection goes does not follow from its state. */
  @ParameterizedTest
  @CsvSource({
    "ESTABLISHED, , DEPENDS",
    "RELATED, , DEPENDS",
    "ESTABLISHED, true, ARRIVES",
    "ESTABLISHED, false, DROPPED",
    "NEW, , DROPPED",
    "INVALID, , DROPPED"
  })
  void theDirectionMayBeGiven(TrackedState state, Boolean reply, Fate fate) {
    Ruleset rules =
        TestHost.table(
            Family.IPV4,
            "filter",
            ":FORWARD DROP [0:0]",
            "-A FORWARD -m conntrack --ctdir ORIGINAL -j DROP",
            "-A FORWARD -m conntrack --ctdir REPLY -j ACCEPT");
    Situation.Builder situation = TestHost.situation();
    Simulator host =
        Simulator.of(
            (reply == null
                    ? situation.connectionState(state)
                    : situation.connectionState(state, reply))
                .build(),
            rules);
    Explanation explanation =
        TestHost.run(
            host, "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST, Entry.port("vnet0"));

    assertEquals(fate, explanation.fate());
    assertEquals(fate == Fate.DEPENDS ? 2 : 1, explanation.courses().size());
  }

  private static final Ruleset MASQUERADE =
      TestHost.table(
          Family.IPV4,
          "nat",
          ":PREROUTING ACCEPT [0:0]",
          ":POSTROUTING ACCEPT [0:0]",
          "-A PREROUTING -i out0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.11:80",
          "-A POSTROUTING -s 10.0.0.0/24 ! -d 10.0.0.0/24 -p udp -j MASQUERADE --to-ports"
              + " 1024-65535",
          "-A POSTROUTING -s 10.0.0.0/24 ! -d 10.0.0.0/24 -j MASQUERADE");

  private static String arrives(Conversation conversation, String packet, Entry entry) {
    Ending ending =
        conversation.run(Packet.parse(packet), entry).courses().get(0).deciding().orElseThrow();
    return ending.fate() + " " + ending.end().orElseThrow() + ": " + ending.packet();
  }

  @Test
  void addressesAreTranslatedThereAndBack() {
    Conversation conversation = TestHost.with(MASQUERADE).conversation();

    assertEquals(
        "ARRIVES interface out0: udp 192.168.9.1:5000 > 192.168.9.2:53 src-mac"
            + " 02:00:00:00:00:fe dst-mac 52:54:00:00:00:09 ttl 63",
        arrives(
            conversation,
            "udp 10.0.0.11:5000 > 192.168.9.2:53" + TestHost.TO_HOST,
            Entry.port("vnet0")));
    assertEquals(
        "ARRIVES port vnet0: udp 192.168.9.2:53 > 10.0.0.11:5000 src-mac 52:54:00:00:00:fe"
            + " dst-mac 52:54:00:00:00:01 ttl 63",
        arrives(conversation, "udp 192.168.9.2:53 > 192.168.9.1:5000", Entry.network("out0")));
  }

  @Test
  void aPortThatIsNotInTheRangeBecomesItsFirst() {
    assertEquals(
        "ARRIVES interface out0: udp 192.168.9.1:1024 > 192.168.9.2:53 src-mac"
            + " 02:00:00:00:00:fe dst-mac 52:54:00:00:00:09 ttl 63",
        arrives(
            TestHost.with(MASQUERADE).conversation(),
            "udp 10.0.0.11:500 > 192.168.9.2:53" + TestHost.TO_HOST,
            Entry.port("vnet0")));
  }

  @Test
  void destinationsAreTranslatedThereAndBack() {
    Conversation conversation = TestHost.with(MASQUERADE).conversation();

    assertEquals(
        "ARRIVES port vnet0: tcp syn 192.168.9.2:4000 > 10.0.0.11:80 src-mac 52:54:00:00:00:fe"
            + " dst-mac 52:54:00:00:00:01 ttl 63",
        arrives(conversation, "tcp 192.168.9.2:4000 > 192.168.9.1:8080", Entry.network("out0")));
    assertEquals(
        "ARRIVES interface out0: tcp syn,ack 192.168.9.1:8080 > 192.168.9.2:4000 src-mac"
            + " 02:00:00:00:00:fe dst-mac 52:54:00:00:00:09 ttl 63",
        arrives(
            conversation,
            "tcp syn,ack 10.0.0.11:80 > 192.168.9.2:4000" + TestHost.TO_HOST,
            Entry.port("vnet0")));
  }

  @Test
  void whatAnErrorIsAboutIsTranslatedToo() {
    Conversation conversation = TestHost.with(MASQUERADE).conversation();
    arrives(
        conversation,
        "udp 10.0.0.11:5000 > 192.168.9.2:53" + TestHost.TO_HOST,
        Entry.port("vnet0"));

    assertEquals(
        "ARRIVES port vnet0: icmp port-unreachable 192.168.9.2 > 10.0.0.11 src-mac"
            + " 52:54:00:00:00:fe dst-mac 52:54:00:00:00:01 about"
            + " \"udp 10.0.0.11:5000 > 192.168.9.2:53\" ttl 63",
        arrives(
            conversation,
            "icmp port-unreachable 192.168.9.2 > 192.168.9.1 about"
                + " \"udp 192.168.9.1:5000 > 192.168.9.2:53\"",
            Entry.network("out0")));
  }

  @Test
  void aReplyThatIsDroppedStillMakesAConnectionEstablished() {
    Conversation conversation =
        TestHost.with(
                TestHost.table(
                    Family.IPV4,
                    "filter",
                    ":FORWARD ACCEPT [0:0]",
                    "-A FORWARD -m conntrack --ctdir REPLY -j DROP",
                    "-A FORWARD -m conntrack --ctstate ESTABLISHED -j REJECT"))
            .conversation();
    Packet packet = Packet.parse("udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST);
    Packet reply = Packet.parse("udp 10.0.0.12:2 > 10.0.0.11:1" + TestHost.BACK);

    assertEquals(Fate.ARRIVES, conversation.fate(packet, Entry.port("vnet0")));
    assertEquals(Fate.DROPPED, conversation.fate(reply, Entry.port("vnet1")));
    assertEquals(Fate.REJECTED, conversation.fate(packet, Entry.port("vnet0")));
  }

  @ParameterizedTest
  @CsvSource({"0x00000800000000, DROPPED", "0x0000080000000000, ARRIVES"})
  void addressesOfGreAreTranslatedOnlyIfItsHeaderIsThere(String data, Fate fate) {
    Packet packet =
        Packet.parse("ip 10.0.0.11 > 192.168.9.2 proto 47 data " + data + TestHost.TO_HOST);

    assertEquals(fate, TestHost.with(MASQUERADE).conversation().fate(packet, Entry.port("vnet0")));
  }

  /** A connection whose replies would be another's gets another port; the other one stays. */
  @Test
  void aConnectionIsNotTakenOverByAnother() {
    Conversation conversation =
        TestHost.with(
                TestHost.table(
                    Family.IPV4,
                    "nat",
                    ":PREROUTING ACCEPT [0:0]",
                    "-A PREROUTING -d 10.0.0.12/32 -j DNAT --to-destination 10.0.0.13"))
            .conversation();
    String packet = "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST;
    conversation.run(Packet.parse(packet), Entry.port("vnet0"));
    conversation.run(
        Packet.parse("udp 10.0.0.12:2 > 10.0.0.11:1" + TestHost.BACK), Entry.port("vnet1"));

    assertEquals(
        List.of(End.port("vnet2")),
        conversation.run(Packet.parse(packet), Entry.port("vnet0")).arrivals());
  }

  @Test
  void bridgedPacketsAreRedirectedToTheirNewDestination() {
    Ruleset rules =
        TestHost.table(
            Family.IPV4,
            "nat",
            ":PREROUTING ACCEPT [0:0]",
            "-A PREROUTING -p udp -m udp --dport 1 -j DNAT --to-destination 10.0.0.13",
            "-A PREROUTING -p udp -m udp --dport 2 -j REDIRECT --to-ports 53",
            "-A PREROUTING -p udp -m udp --dport 3 -j DNAT --to-destination 192.168.9.2");
    Conversation conversation = TestHost.with(rules).conversation();
    String from = "udp 10.0.0.11:7 > 10.0.0.12:";

    assertEquals(
        "ARRIVES port vnet2: udp 10.0.0.11:7 > 10.0.0.13:1 src-mac 52:54:00:00:00:01 dst-mac"
            + " 52:54:00:00:00:03",
        arrives(conversation, from + "1" + TestHost.TO_GUEST, Entry.port("vnet0")));
    assertEquals(
        "ARRIVES host: udp 10.0.0.11:7 > 10.0.0.1:53 src-mac 52:54:00:00:00:01 dst-mac"
            + " 52:54:00:00:00:fe",
        arrives(conversation, from + "2" + TestHost.TO_GUEST, Entry.port("vnet0")));
    assertEquals(
        "ARRIVES interface out0: udp 10.0.0.11:7 > 192.168.9.2:3 src-mac 02:00:00:00:00:fe"
            + " dst-mac 52:54:00:00:00:09 ttl 63",
        arrives(conversation, from + "3" + TestHost.TO_GUEST, Entry.port("vnet0")));
  }
}
