package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is demanded of packets in states of connections, on hosts that are known from dumps. */
class StatesOfDumpsTest {

  private static final String FILTER = "*filter\n:INPUT ACCEPT\n:FORWARD DROP\n:OUTPUT ACCEPT\n";

  /** What routers of old have. */
  private static final String TRACKING =
      FILTER
          + """
          -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
          -A FORWARD -p tcp --dport 22 -j ACCEPT
          """;

  private static final String STATELESS =
      FILTER
          + """
          -A FORWARD -p tcp --dport 22 -j ACCEPT
          -A FORWARD -p tcp --sport 22 -j ACCEPT
          """;

  private static final String KEPT_AWAY =
      "*raw\n:PREROUTING ACCEPT\n:OUTPUT ACCEPT\n-A PREROUTING -p udp --dport 53 -j CT --notrack\n"
          + "COMMIT\n"
          + TRACKING
          + "-A FORWARD -m conntrack --ctstate UNTRACKED -j ACCEPT\n";

  private static final String REPLY_81 = "from-vm ip tcp sport 81 connection-direction reply";

  private static Proof proof(String rules, Requirement.Kind kind, String query) {
    Subject subject = DumpedHost.of("iptables", rules);
    Requirement requirement =
        new Requirement(kind, PacketQuery.parse(query, GuestVariables.of(subject.guest())));
    return Prover.of(subject).prove(requirement.statement(subject));
  }

  private static List<String> sent(Proof proof) {
    return ((Proof.Refuted) proof).sent().stream().map(StatesOfDumpsTest::line).toList();
  }

  private static String line(Explanation one) {
    return one.entry() + " " + one.fate() + ": " + one.packet();
  }

  private static void assertHolds(
      boolean holds, String rules, Requirement.Kind kind, String query) {
    assertEquals(
        holds ? Proof.Proved.class : Proof.Refuted.class,
        proof(rules, kind, query).getClass(),
        query);
  }

  @ParameterizedTest
  @CsvSource({
    "NEVER,  from-vm ip state untracked,               false",
    "ALWAYS, from-vm ip state untracked,               false",
    "ALWAYS, from-vm ip tcp dport 22 state untracked,  true",
    "NEVER,  to-vm ip tcp dport 23 sport 80 state untracked, true",
    "NEVER,  to-vm ip tcp state untracked,             false",
    "NEVER,  to-vm ip tcp state new,                   true",
    "ALWAYS, to-vm ip tcp state new,                   true",
    "NEVER,  from-vm state new,                        true",
    "NEVER,  from-vm state established,                true",
    "NEVER,  from-vm state invalid,                    true",
    "NEVER,  from-vm connection-direction reply,       true",
    "NEVER,  from-vm connection-direction original,    true",
  })
  void withoutRulesThatAskNothingIsTracked(Requirement.Kind kind, String query, boolean holds) {
    assertHolds(holds, STATELESS, kind, query);
  }

  @ParameterizedTest
  @CsvSource({
    "NEVER,  from-vm ip state untracked,             true",
    "NEVER,  from-vm ip6 state untracked,            false",
    "ALWAYS, from-vm ip state untracked,             true",
    "NEVER,  to-vm ip tcp state new,                 false",
    "NEVER,  to-vm ip tcp dport 81 state new,        true",
    "ALWAYS, to-vm ip tcp dport 81 state new,        false",
    "ALWAYS, to-vm ip tcp dport 81 state untracked,  true",
    "ALWAYS, to-vm ip tcp dport 81 state established,true",
  })
  void whatRulesAskForIsTracked(Requirement.Kind kind, String query, boolean holds) {
    assertHolds(holds, TRACKING, kind, query);
  }

  @Test
  void rulesKeepPacketsAway() {
    assertEquals(
        List.of(
            "port vnet2 ARRIVES: udp 192.0.2.10:40000 > 203.0.113.9:53"
                + " src-mac 52:54:00:9f:80:45"),
        sent(proof(KEPT_AWAY, Requirement.Kind.NEVER, "from-vm ip state untracked")));
    assertEquals(
        new Proof.Proved(),
        proof(KEPT_AWAY, Requirement.Kind.NEVER, "from-vm ip tcp state untracked"));
    assertEquals(
        new Proof.Proved(),
        proof(KEPT_AWAY, Requirement.Kind.NEVER, "from-vm ip udp dport 53 state new"));
  }

  /** What rules keep away is in no other state. */
  @ParameterizedTest
  @CsvSource({
    "ALWAYS, from-vm ip udp dport 53,                 true",
    "ALWAYS, from-vm ip udp dport 53 state untracked, true",
    "ALWAYS, from-vm ip udp dport 53 state new,       true",
    "ALWAYS, from-vm ip udp dport 54,                 false",
    "ALWAYS, from-vm ip udp,                          false",
    "ONLY,   from-vm udp dport 53 or tcp or not ip,   false",
    "NEVER,  from-vm ip udp dport 53,                 false",
  })
  void whatIsKeptAwayIsInNoOtherState(Requirement.Kind kind, String query, boolean holds) {
    assertHolds(holds, KEPT_AWAY, kind, query);
  }

  /** Connection tracking does not look where replies come from. */
  @Test
  void whoeverSendsItIsTheReply() {
    assertEquals(
        List.of(
            "host ARRIVES: tcp syn 203.0.113.9:40000 > 192.0.2.10:81",
            "port vnet2 ARRIVES: tcp syn,ack 192.0.2.10:81 > 203.0.113.9:40000"
                + " src-mac 52:54:00:9f:80:45 dst-mac 02:00:00:00:00:01 ack-seq 1"),
        sent(proof(TRACKING, Requirement.Kind.NEVER, REPLY_81)));
  }

  @Test
  void whereNobodyOpensConnectionsThereAreNoReplies() {
    assertEquals(
        new Proof.Proved(),
        proof(
            TRACKING
                .replace(":OUTPUT ACCEPT", ":OUTPUT DROP")
                .replace(":INPUT ACCEPT", ":INPUT DROP"),
            Requirement.Kind.NEVER,
            REPLY_81));
  }

  /** Frames that ebtables drops get to no connection tracking. */
  @Test
  void statesOfFramesThatAreDroppedBeforeAreThoseThatTheyWouldHave() {
    Subject subject =
        DumpedHost.of(
            "iptables",
            TRACKING,
            "ebtables",
            "*nat\n:PREROUTING ACCEPT\n-A PREROUTING -i vnet2 -s ! 52:54:00:9f:80:45 -j DROP\n");
    Requirement requirement =
        new Requirement(
            Requirement.Kind.ALWAYS,
            PacketQuery.parse(
                "from-vm ip tcp dport 22 src-mac != $MAC state new",
                GuestVariables.of(subject.guest())));

    assertEquals(
        List.of(
            "port vnet2 DROPPED: tcp syn 192.0.2.10:40000 > 203.0.113.9:22"
                + " src-mac 52:54:00:9f:80:44"),
        sent(Prover.of(subject).prove(requirement.statement(subject))));
  }

  /** What a firewall of a router lets in is what the guest has asked for, not what others forge. */
  @Test
  void theOrdinaryConversationIsShown() {
    Surroundings surroundings = new Surroundings();
    Guest guest = surroundings.addGuest("vnet2", Simulator.BRIDGE, DumpedHost.MAC);
    surroundings.address(Simulator.BRIDGE, "192.168.122.1/24");
    surroundings.address("outside", "198.51.100.1/24");
    Situation situation = surroundings.situation().route("0.0.0.0/0", "outside").build();
    String rules =
        "# Generated by iptables-save v1.8.9\n"
            + FILTER
            + """
            -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
            -A FORWARD -i virbr0 -o outside -j ACCEPT
            COMMIT
            """;
    Subject subject =
        Subject.of(
            situation,
            List.of(SaveText.read(TextSource.text(rules, "host.save"))),
            surroundings,
            guest);
    PacketQuery query = PacketQuery.parse("to-vm from 198.51.100.0/24 tcp dport != 443");

    assertEquals(
        List.of(
            "port vnet2 ARRIVES: tcp syn 192.168.122.10:40000 > 198.51.100.9:22"
                + " src-mac 52:54:00:9f:80:45 dst-mac 02:00:00:00:00:fe",
            "interface outside ARRIVES: tcp syn,ack 198.51.100.9:22 > 192.168.122.10:40000"
                + " ack-seq 1"),
        sent(
            Prover.of(subject)
                .prove(new Requirement(Requirement.Kind.NEVER, query).statement(subject))));
  }
}
