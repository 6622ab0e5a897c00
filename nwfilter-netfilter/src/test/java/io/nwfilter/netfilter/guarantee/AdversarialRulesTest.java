package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules whose sets of packets grow beyond all bounds end within their budget. */
class AdversarialRulesTest {

  private static final int BITS = 32;

  /** Sources have to be the same as destinations, bit by bit: of 32 bits, 2<sup>32</sup> nodes. */
  private static Subject host() {
    return DumpedHost.of("iptables", rules());
  }

  private static String rules() {
    StringBuilder rules = new StringBuilder();
    for (int bit = 0; bit < BITS; bit++) {
      String one = address(1L << bit);
      String there = one + "/" + one;
      String not = "0.0.0.0/" + one;
      rules.append("-A FORWARD -s %s -d %s -j DROP\n".formatted(there, not));
      rules.append("-A FORWARD -s %s -d %s -j DROP\n".formatted(not, there));
    }
    return "*filter\n:FORWARD ACCEPT\n" + rules;
  }

  private static String address(long bits) {
    return "%d.%d.%d.%d"
        .formatted(bits >> 24 & 0xff, bits >> 16 & 0xff, bits >> 8 & 0xff, bits & 0xff);
  }

  private static Statement statement(Subject subject) {
    return never(subject, "from-vm ip tcp");
  }

  private static Statement never(Subject subject, String query) {
    return new Requirement(
            Requirement.Kind.NEVER, PacketQuery.parse(query, GuestVariables.of(subject.guest())))
        .statement(subject);
  }

  @Test
  void theNumberOfNodesIsBounded() {
    Subject subject = host();

    assertEquals(
        new Proof.Inconclusive("the analysis needs more than 200000 nodes"),
        Prover.of(subject, 200_000).prove(statement(subject)));
  }

  @Test
  void aPacketThatIsTriedRefutesWhereSetsAreTooLarge() {
    Subject subject = host();

    Proof proof = Prover.of(subject, 200_000).prove(never(subject, "from-vm tcp"));

    Proof.Refuted refuted = assertInstanceOf(Proof.Refuted.class, proof);
    assertTrue(refuted.packet().has(Header.IPV6), refuted.packet()::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"from-vm arp", "from-vm ip from 192.0.2.1 to 192.0.2.2"})
  void onlyPacketsThatAreAskedForAreLedThroughRules(String query) {
    Subject subject =
        DumpedHost.of(
            "iptables",
            rules(),
            "ebtables",
            """
            *filter
            :INPUT DROP
            :FORWARD ACCEPT
            -A FORWARD -p ARP -j DROP
            """);

    assertEquals(new Proof.Proved(), Prover.of(subject, 200_000).prove(never(subject, query)));
  }

  /** What matters to few packets, each time to others, does not matter to all of them together. */
  @Test
  void limitsOfDifferentPacketsDoNotMultiply() {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      rules.append(
          "-A FORWARD -s 10.0.%d.0/24 -m limit --limit %d/sec -j ACCEPT\n".formatted(i, i + 1));
    }
    Subject subject = DumpedHost.of("iptables", "*filter\n:FORWARD DROP\n:INPUT DROP\n" + rules);

    assertEquals(
        new Proof.Proved(),
        Prover.of(subject).prove(never(subject, "from-vm ip from 10.1.0.0/16")));
  }

  @Test
  void theTimeIsBounded() {
    Subject subject = host();

    assertEquals(
        new Proof.Inconclusive("the analysis takes longer than 0 s"),
        Prover.of(subject).withTimeLimit(Duration.ZERO).prove(statement(subject)));
  }

  @Test
  void limitsOfOneProverAreNotThoseOfAnother() {
    Subject subject = host();
    Prover patient = Prover.of(subject, 100_000);
    Prover hasty = patient.withTimeLimit(Duration.ZERO);

    assertEquals(
        new Proof.Inconclusive("the analysis takes longer than 0 s"),
        hasty.prove(statement(subject)));
    assertEquals(
        new Proof.Inconclusive("the analysis needs more than 100000 nodes"),
        patient.prove(statement(subject)));
  }

  @Test
  void timeIsNotNegative() {
    Prover prover = Prover.of(host());

    assertThrows(IllegalArgumentException.class, () -> prover.withTimeLimit(Duration.ofMillis(-1)));
  }
}
