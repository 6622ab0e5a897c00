package io.nwfilter.testkit.finding;

import static io.nwfilter.testkit.finding.Found.filter;
import static io.nwfilter.testkit.finding.Found.in;
import static io.nwfilter.testkit.finding.Found.messages;
import static io.nwfilter.testkit.finding.Found.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.finding.RuleFindings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that ask for states that connection tracking never gives to their packets. */
class StateFindingsTest {

  private static final String ACCEPTED = rule("accept", "in", 900, "<tcp dstportstart='22'/>");
  private static final String ACCEPTED6 =
      rule("accept", "in", 900, "<tcp-ipv6 dstportstart='22'/>");
  private static final String CODE = "impossible-state";

  /** {@return what is found of the first rule of a filter whose others accept connections} */
  private static List<String> of(String action, String direction, String element) {
    return in(
            filter(
                "f",
                rule(action, direction, 100, element),
                ACCEPTED,
                ACCEPTED6,
                rule("accept", "out", 900, "<udp/>"),
                rule("accept", "in", 900, "<udp/>")))
        .stream()
        .filter(one -> one.startsWith("a.xml:2 "))
        .map(one -> one.substring("a.xml:2 ".length()))
        .toList();
  }

  /** Their states are those that a kernel has given to them, whatever its settings. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<icmp type='3' code='4'/>",
        "<icmp type='4'/>",
        "<icmp type='5'/>",
        "<icmp type='11'/>",
        "<icmp type='12'/>",
        "<icmp type='9'/>",
        "<icmp type='0' state='NEW'/>",
        "<icmpv6 type='1'/>",
        "<icmpv6 type='2'/>",
        "<icmpv6 type='3'/>",
        "<icmpv6 type='4'/>",
        "<icmpv6 type='135'/>",
        "<icmpv6 type='136' state='RELATED'/>",
        "<tcp flags='SYN,ACK/SYN,ACK' state='NEW'/>",
        "<tcp flags='SYN,FIN/SYN,FIN'/>",
      })
  void statesThatThereAreNot(String element) {
    assertEquals(List.of(CODE), of("accept", "in", element));
    assertEquals(List.of(CODE), of("accept", "out", element));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<icmp type='3' code='4' state='RELATED'/>",
        "<icmp type='3' code='4' state='NONE'/>",
        "<icmp type='3' state='INVALID'/>",
        "<icmp/>",
        "<icmp type='8'/>",
        "<icmp type='0'/>",
        "<icmpv6 type='2' state='RELATED'/>",
        "<icmpv6 type='135' state='NONE'/>",
        "<icmpv6 type='135' state='INVALID'/>",
        "<icmpv6 type='128'/>",
        "<tcp flags='SYN,ACK/SYN,ACK'/>",
        "<tcp flags='SYN,ACK/SYN,ACK' state='ESTABLISHED'/>",
        "<tcp flags='SYN,ACK/SYN,ACK' state='INVALID'/>",
        "<tcp dstportstart='21' state='RELATED'/>",
        "<udp dstportstart='69' state='RELATED'/>",
        "<tcp flags='SYN,ACK/ACK' state='NEW'/>",
      })
  void statesThatThereAre(String element) {
    assertEquals(List.of(), of("accept", "in", element));
  }

  @Test
  void rulesThatDropAskForNoStateByThemselves() {
    assertEquals(List.of(), of("drop", "in", "<icmp type='3'/>"));
    assertEquals(List.of(CODE), of("drop", "in", "<icmp type='3' state='NEW'/>"));
  }

  @Test
  void whatHelpsIsSaid() {
    String never = "connection tracking gives none of its packets a state that the rule asks for: ";
    assertEquals(
        List.of(
            never
                + "they are RELATED or INVALID; with state='RELATED', the rule is met by those"
                + " about known connections"),
        messages(filter("f", rule("accept", "in", 100, "<icmp type='3' code='4'/>"), ACCEPTED)));
    assertEquals(
        List.of(never + "they are UNTRACKED; with state='NONE', the rule is met in any state"),
        messages(filter("f", rule("accept", "in", 100, "<icmpv6 type='135'/>"), ACCEPTED6)));
    assertEquals(
        List.of(
            never
                + "they are ESTABLISHED or INVALID; with state='ESTABLISHED', the rule is met by"
                + " those of known connections"),
        messages(
            filter(
                "f",
                rule("accept", "in", 100, "<tcp flags='SYN,ACK/SYN,ACK' state='NEW'/>"),
                ACCEPTED)));
  }

  private static final String DO_NOT_REMOVE =
      "; without such rules, the kernel would neither track connections of IPv4 nor put fragments"
          + " together, so do not just remove it";

  /** Without it, fragments of what is dropped later are told apart: a later one has no ports. */
  @Test
  void whatAloneMakesTheKernelTrackConnectionsIsNotJustRemoved() {
    String none = rule("drop", "inout", 100, "<udp/>");
    String dns = rule("accept", "out", 500, "<udp dstportstart='53'/>");
    String shadowed =
        "no packet meets any of the 2 rules that this one becomes: the rule at a.xml:2:1 f takes"
            + " all of its packets before";
    assertEquals(List.of(shadowed + DO_NOT_REMOVE), ofUdp(none, dns));
    assertEquals(
        List.of(shadowed + DO_NOT_REMOVE, shadowed + DO_NOT_REMOVE), ofUdp(none, dns, dns));
    assertEquals(List.of(shadowed), ofUdp(none, dns, ACCEPTED));
    assertEquals(List.of(shadowed + DO_NOT_REMOVE), ofUdp(none, dns, ACCEPTED6));
  }

  /** {@return the warnings about a filter} */
  private static List<String> ofUdp(String... rules) {
    return RuleFindings.of(Found.compile(Found.ADDRESS, filter("f", rules))).stream()
        .filter(one -> one.code() == FindingCode.SHADOWED_RULE)
        .map(Diagnostic::message)
        .toList();
  }

  @Test
  void redundantRulesThatAloneMakeTheKernelTrackConnectionsAreNotReported() {
    String web = rule("drop", "in", 100, "<tcp dstportstart='80' state='INVALID'/>");
    String all = rule("drop", "in", 200, "<tcp dstportstart='80'/>");
    assertEquals(List.of(), in(filter("f", web, all)));
    assertEquals(List.of("a.xml:2 redundant-rule"), in(filter("f", web, all, ACCEPTED)));
  }

  @Test
  void impossibleRulesThatAloneMakeTheKernelTrackConnectionsAreNotJustRemoved() {
    String message = messages(filter("f", rule("accept", "in", 100, "<icmp type='11'/>"))).get(0);
    assertTrue(message.endsWith(DO_NOT_REMOVE), message);
  }
}
