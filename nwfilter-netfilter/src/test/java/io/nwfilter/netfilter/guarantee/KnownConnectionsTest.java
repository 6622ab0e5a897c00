package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only packets of known connections, or invalid ones, refute. */
class KnownConnectionsTest {

  private static final String GUEST = "-m physdev --physdev-is-bridged ";
  private static final String TO_GUEST = "-A FORWARD " + GUEST + "--physdev-out vnet2 ";
  private static final String FROM_GUEST = "-A FORWARD " + GUEST + "--physdev-in vnet2 ";
  private static final String TRACKED = "-m conntrack --ctstate ";
  private static final String SSH =
      TO_GUEST + "-p tcp -m tcp --dport 22 " + TRACKED + "NEW -j ACCEPT";

  private static final String SYN =
      "tcp syn 203.0.113.9:40000 > 192.0.2.10:22 dst-mac 52:54:00:9f:80:45";

  private static final String DPORT_22 = "to-vm ip tcp dport 22";

  private static final String OPENED = "port others-virbr0 ARRIVES: " + SYN;

  private static final String SYN_ACK =
      "tcp syn,ack 192.0.2.10:22 > 203.0.113.9:40000 src-mac 52:54:00:9f:80:45"
          + " dst-mac 02:00:00:00:00:01 ack-seq 1";

  private static Subject host(String tool, String... rules) {
    return DumpedHost.of(
        tool,
        "*filter\n:INPUT DROP\n:FORWARD DROP\n:OUTPUT DROP\n" + String.join("\n", rules) + "\n");
  }

  private static Proof never(String query, String... rules) {
    return proof(Requirement.Kind.NEVER, query, rules);
  }

  private static Proof always(String query, String... rules) {
    return proof(Requirement.Kind.ALWAYS, query, rules);
  }

  private static Proof proof(Requirement.Kind kind, String query, String... rules) {
    return proof(kind, query, host("iptables", rules));
  }

  private static Proof proof(Requirement.Kind kind, String query, Subject subject) {
    Requirement requirement =
        new Requirement(kind, PacketQuery.parse(query, GuestVariables.of(subject.guest())));
    return Prover.of(subject).prove(requirement.statement(subject));
  }

  private static List<String> sent(Proof proof) {
    return ((Proof.Refuted) proof).sent().stream().map(KnownConnectionsTest::line).toList();
  }

  private static String line(Explanation one) {
    return one.entry() + " " + one.fate() + ": " + one.packet();
  }

  @Test
  void theWrongPacketIsTheFirstReply() {
    assertEquals(
        List.of(OPENED, "port vnet2 ARRIVES: " + SYN_ACK),
        sent(never("from-vm ip tcp", SSH, FROM_GUEST + TRACKED + "ESTABLISHED -j ACCEPT")));
  }

  @Test
  void theWrongPacketComesAfterReply() {
    assertEquals(
        List.of(
            OPENED,
            "port vnet2 DROPPED: " + SYN_ACK,
            "port others-virbr0 ARRIVES: tcp fin,ack 203.0.113.9:40000 > 192.0.2.10:22"
                + " src-mac 02:00:00:00:00:02 dst-mac 52:54:00:9f:80:45 ack-seq 1"),
        sent(
            never(
                "to-vm ip tcp flags fin,ack",
                SSH,
                TO_GUEST + TRACKED + "ESTABLISHED --ctdir ORIGINAL -j ACCEPT")));
  }

  @Test
  void theWrongPacketComesAfterFirstOne() {
    assertEquals(
        List.of(
            OPENED,
            "port others-virbr0 ARRIVES: tcp rst 203.0.113.9:40000 > 192.0.2.10:22"
                + " src-mac 02:00:00:00:00:02 dst-mac 52:54:00:9f:80:45 ack-seq 1"),
        sent(never("to-vm ip tcp flags rst", SSH)));
  }

  @Test
  void theWrongPacketIsAnErrorAboutConnection() {
    String related = TRACKED + "RELATED -j ACCEPT";
    assertEquals(
        List.of(
            OPENED,
            "port vnet2 ARRIVES: icmp port-unreachable 192.0.2.10 > 203.0.113.9"
                + " src-mac 52:54:00:9f:80:45"
                + " about \"tcp syn 203.0.113.9:40000 > 192.0.2.10:22\""),
        sent(never("from-vm ip icmp port-unreachable", SSH, FROM_GUEST + related)));
    assertEquals(
        List.of(
            OPENED,
            "port vnet2 DROPPED: " + SYN_ACK,
            "port others-virbr0 ARRIVES: icmp port-unreachable 203.0.113.9 > 192.0.2.10"
                + " dst-mac 52:54:00:9f:80:45"
                + " about \"tcp syn,ack 192.0.2.10:22 > 203.0.113.9:40000 ack-seq 1\""),
        sent(never("to-vm ip icmp 3", SSH, TO_GUEST + related)));
  }

  @Test
  void invalidPacketsHaveWrongChecksums() {
    assertEquals(
        List.of(
            "port vnet2 ARRIVES: tcp syn 192.0.2.10:40000 > 203.0.113.9:80"
                + " src-mac 52:54:00:9f:80:45 checksum 0x153f"),
        sent(never("from-vm ip tcp syn dport 80", FROM_GUEST + TRACKED + "INVALID -j ACCEPT")));
  }

  @Test
  void invalidPacketsHaveImpossibleFlags() {
    assertEquals(
        List.of(
            "port vnet2 ARRIVES: tcp fin,syn 192.0.2.10:40000 > 203.0.113.9:22"
                + " src-mac 52:54:00:9f:80:45"),
        sent(never("from-vm ip tcp flags fin,syn", FROM_GUEST + TRACKED + "INVALID -j ACCEPT")));
  }

  @Test
  void anyStateMayBeAskedFor() {
    Subject subject = host("iptables", FROM_GUEST + TRACKED + "ESTABLISHED -j ACCEPT");
    Statement statement =
        new Requirement(
                Requirement.Kind.NEVER,
                PacketQuery.parse("from-vm ip", GuestVariables.of(subject.guest())))
            .statement(subject);

    assertEquals(new Proof.Proved(), Prover.of(subject).prove(statement));
    assertEquals(
        new Proof.Inconclusive(
            "only packets of known connections may refute it, and no packets were found that make"
                + " such a connection known"),
        Prover.of(subject).withAnyState().prove(statement));
  }

  @ParameterizedTest
  @CsvSource({
    "from-vm ip state established",
    "from-vm ip tcp flags syn,ack",
    "from-vm ip state related",
    "from-vm ip tcp connection-direction reply"
  })
  void withoutFirstPacketNoneIsKnown(String query) {
    assertEquals(
        new Proof.Proved(), never(query, FROM_GUEST + TRACKED + "RELATED,ESTABLISHED -j ACCEPT"));
  }

  @Test
  void limitsOfTheRateHaveToLetTheFirstPacketThrough() {
    Proof proof =
        never(
            "from-vm ip tcp",
            TO_GUEST
                + "-p tcp -m tcp --dport 22 "
                + TRACKED
                + "NEW -m limit --limit 1/sec -j ACCEPT",
            FROM_GUEST + TRACKED + "ESTABLISHED -j ACCEPT");

    Proof.RefutedIf perhaps = (Proof.RefutedIf) proof;
    assertEquals(
        List.of("iptables, table filter, chain FORWARD, rule 1 (limit --limit 1/sec) is met"),
        assumptions(perhaps));
    assertEquals(
        List.of("port others-virbr0 DEPENDS: " + SYN, "port vnet2 ARRIVES: " + SYN_ACK),
        perhaps.sent().stream().map(KnownConnectionsTest::line).toList());
  }

  /** What is assumed makes the packet that is shown wrong, not another fate of it. */
  @Test
  void whatIsAssumedRefutes() {
    String[] rules = {
      TO_GUEST + "-m set --match-set bad src -j DROP",
      TO_GUEST + "-p tcp -m tcp --dport 22 -j ACCEPT"
    };
    String rule = "iptables, table filter, chain FORWARD, rule 1 (in set bad src) is ";

    assertEquals(List.of(rule + "not met"), assumptions((Proof.RefutedIf) never(DPORT_22, rules)));
    assertEquals(List.of(rule + "met"), assumptions((Proof.RefutedIf) always(DPORT_22, rules)));
  }

  /** Whatever is not known of a rule has its name, whoever reads the proof. */
  @ParameterizedTest
  @CsvSource({
    "-m set --match-set good src,in set good src",
    "-m set ! --match-set a src -m set --match-set b dst,'not in set a src, in set b dst'",
    "-m limit --limit 5/second,limit --limit 5/second",
    "-m connlimit --connlimit-above 3 --connlimit-mask 32 --connlimit-saddr,more than 3"
        + " connections",
    "-m fancy ! --foo bar,fancy ! --foo bar",
    "-m statistic --mode random --probability 0.5,statistic --mode random --probability 0.5",
  })
  void whatIsNotKnownHasAName(String matches, String named) {
    String rule = TO_GUEST + "-p tcp -m tcp --dport 22 " + matches + " -j ACCEPT";
    Proof.RefutedIf perhaps = (Proof.RefutedIf) never(DPORT_22, rule);

    String says = "iptables, table filter, chain FORWARD, rule 1 (" + named + ") is met";
    assertEquals(List.of(says), assumptions(perhaps));
    assertEquals(
        named, String.join(", ", ((Assumption.OfRule) perhaps.assumptions().get(0)).wanted()));
    assertEquals(
        List.of(
            "never: refuted if: a packet arrives that should not", "  if " + says, "    " + rule),
        ProofText.of("never", perhaps).lines().limit(3).toList());
  }

  private static List<String> assumptions(Proof.RefutedIf perhaps) {
    return perhaps.assumptions().stream().map(ExplanationText::of).toList();
  }

  /** SCTP begins with a chunk {@code INIT}, and is invalid without one. */
  @ParameterizedTest
  @CsvSource({
    "from-vm ip sctp, true, 1",
    "from-vm ip sctp dport 131, true, 1",
    "from-vm ip sctp state new, true, 1",
    "from-vm ip proto 132, true, 1",
    "from-vm ip dccp, true, 1",
    "from-vm ip esp, true, 1",
    "from-vm ip proto 47, true, 1",
    "from-vm ip sctp state invalid, false, 0",
    "to-vm ip sctp, true, 2",
    "to-vm ip sctp state new, false, 0"
  })
  void associationsBeginWithInit(String query, boolean refuted, int packets) {
    Proof proof =
        never(
            query,
            FROM_GUEST + TRACKED + "NEW,ESTABLISHED -j ACCEPT",
            TO_GUEST + TRACKED + "ESTABLISHED --ctdir REPLY -j ACCEPT");

    assertEquals(!refuted, proof.isProved(), proof::toString);
    assertEquals(packets, refuted ? sent(proof).size() : 0, proof::toString);
  }

  @Test
  void theInitChunkIsShown() {
    String rule = FROM_GUEST + "-p sctp -m sctp --dport 132 " + TRACKED + "NEW -j ACCEPT";
    assertEquals(
        List.of(
            "port vnet2 ARRIVES: sctp 192.0.2.10:40000 > 203.0.113.9:132"
                + " src-mac 52:54:00:9f:80:45"
                + " data 0x0100001400000001000010000001000100000001"),
        sent(never("from-vm ip sctp", rule)));
    assertTrue(always("from-vm ip sctp dport 131", rule) instanceof Proof.Refuted);
  }

  /** Connections of ICMP are known by type and code, too: a request belongs to one of its own. */
  @ParameterizedTest
  @CsvSource({
    "iptables, to-vm ip icmp echo-request, true",
    "iptables, to-vm ip icmp timestamp-request, true",
    "iptables, to-vm ip icmp 15, true",
    "iptables, to-vm ip icmp 17, true",
    "iptables, to-vm ip icmp echo-reply, false",
    "iptables, to-vm ip udp, false",
    "ip6tables, to-vm ip6 icmpv6 echo-request, true",
    "ip6tables, to-vm ip6 icmpv6 139, true",
    "ip6tables, to-vm ip6 icmpv6 echo-reply, false"
  })
  void requestsNeverReply(String tool, String query, boolean proved) {
    Proof proof =
        proof(
            Requirement.Kind.NEVER,
            query,
            host(
                tool,
                FROM_GUEST + TRACKED + "NEW,ESTABLISHED -j ACCEPT",
                TO_GUEST + TRACKED + "ESTABLISHED --ctdir REPLY -j ACCEPT"));

    assertEquals(proved, proof.isProved(), proof::toString);
    assertEquals(!proved, proof instanceof Proof.Refuted, proof::toString);
  }

  /** Sets do not tell which message started a connection of ICMP. */
  @Test
  void whatCannotBeBuiltIsInconclusive() {
    assertEquals(
        new Proof.Inconclusive(
            "only packets of known connections may refute it, and no packets were found that make"
                + " such a connection known"),
        never(
            "from-vm ip icmp echo-reply",
            TO_GUEST + "-p icmp -m icmp --icmp-type 13 " + TRACKED + "NEW -j ACCEPT",
            FROM_GUEST + TRACKED + "ESTABLISHED -j ACCEPT"));
  }

  /** What neither begins a connection nor belongs to one need not arrive. */
  @Test
  void alwaysIsAboutConnections() {
    String ssh = TO_GUEST + "-p tcp -m tcp --dport 22 " + TRACKED;
    assertEquals(
        new Proof.Proved(), always("to-vm ip tcp dport 22", ssh + "NEW,ESTABLISHED -j ACCEPT"));
    assertEquals(
        List.of(
            OPENED,
            "port vnet2 DROPPED: " + SYN_ACK,
            "port others-virbr0 DROPPED: tcp ack 203.0.113.9:40000 > 192.0.2.10:22"
                + " src-mac 02:00:00:00:00:02 dst-mac 52:54:00:9f:80:45 ack-seq 1"),
        sent(always("to-vm ip tcp dport 22", ssh + "NEW -j ACCEPT")));
    assertEquals(
        List.of(OPENED, "port vnet2 DROPPED: " + SYN_ACK),
        sent(always("from-vm ip tcp flags syn,ack", ssh + "NEW,ESTABLISHED -j ACCEPT")));
    assertEquals(
        new Proof.Proved(),
        always(
            "from-vm at others-virbr0 ip tcp flags syn,ack",
            ssh + "NEW -j ACCEPT",
            "-A FORWARD " + TRACKED + "ESTABLISHED -j ACCEPT"));
  }

  @ParameterizedTest
  @CsvSource({
    "from-vm ip tcp syn state new, true",
    "from-vm ip tcp syn state established, false",
    "from-vm ip tcp state new dport 81, false"
  })
  void statesAreThoseOfPackets(String query, boolean refuted) {
    Proof proof =
        never(query, FROM_GUEST + "-p tcp -m tcp --dport 80 " + TRACKED + "NEW -j ACCEPT");

    assertEquals(refuted, proof instanceof Proof.Refuted, proof::toString);
    assertEquals(!refuted, proof.isProved());
  }
}
