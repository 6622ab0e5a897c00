package io.nwfilter.testkit.finding;

import static io.nwfilter.testkit.finding.Found.compile;
import static io.nwfilter.testkit.finding.Found.filter;
import static io.nwfilter.testkit.finding.Found.in;
import static io.nwfilter.testkit.finding.Found.messages;
import static io.nwfilter.testkit.finding.Found.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.finding.RuleFindings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules of one layer that the other layer makes pointless. */
class LayerFindingsTest {

  private static final String DROPPED = "dropped-by-other-layer";
  private static final String SSH = rule("accept", "in", 300, "<tcp dstportstart='22'/>");
  private static final String NOTHING = rule("drop", "inout", 1000, "");
  private static final String MAC = "<mac srcmacaddr='52:54:00:00:00:01'/>";

  /** A rule without a protocol is of the Ethernet layer, and drops what tcp accepts. */
  @Test
  void tcpThatTheEthernetLayerDrops() {
    CompiledInterface field = compile(Found.ADDRESS, filter("cross", SSH, NOTHING));

    assertTrue(Found.places(field.diagnostics()).contains("a.xml:2 " + DROPPED));
    assertEquals(List.of(), RuleFindings.of(field)); // it was said when it was compiled
  }

  /** Only sets of packets tell that what passes the Ethernet layer is not what tcp accepts. */
  @Test
  void tcpThatTheEthernetLayerDropsInParts() {
    String tcp = rule("accept", "out", 300, "<tcp dstipaddr='10.8.1.1' dstportstart='22'/>");
    String other = filter("f", tcp, frames("out", "dst", 9), frames("in", "src", 9), NOTHING);
    String same = filter("f", tcp, frames("out", "dst", 8), frames("in", "src", 8), NOTHING);

    assertEquals(List.of("a.xml:2 " + DROPPED, "a.xml:5 no-dhcp"), in(other));
    assertEquals(
        "what this rule accepts is still dropped: the rule at a.xml:5:1 f drops all such packets at"
            + " the Ethernet layer; accept them at the Ethernet layer first, in both directions,"
            + " with a rule of `ip`, and drop the rest with one of `all`?",
        messages(other).get(0));
    assertEquals(List.of("a.xml:5 no-dhcp"), in(same));
  }

  private static String frames(String direction, String end, int network) {
    return rule(
        "accept",
        direction,
        500,
        "<ip %1$sipaddr='10.%2$d.0.0' %1$sipmask='16'/>".formatted(end, network));
  }

  @Test
  void dropThatTheEthernetLayerMakesPointless() {
    String frames = rule("drop", "out", 500, "<ip dstipaddr='10.9.0.0' dstipmask='16'/>");
    String back = rule("drop", "in", 500, "<ip srcipaddr='10.9.0.0' srcipmask='16'/>");
    String tcp = rule("drop", "out", 300, "<tcp dstipaddr='10.9.1.1' dstportstart='25'/>");
    assertEquals(List.of("a.xml:4 decided-by-other-layer"), in(filter("f", frames, back, tcp)));
    assertEquals(List.of(), in(filter("f", frames, tcp)));
  }

  @Test
  void framesThatTheIpLayerDrops() {
    String frames = rule("accept", "out", 300, "<ip dstipaddr='10.9.1.1'/>");
    String drop = rule("drop", "out", 500, "<all dstipaddr='10.9.0.0' dstipmask='16'/>");
    String dropOthers = rule("drop", "out", 500, "<all dstipaddr='10.8.0.0' dstipmask='16'/>");
    String rest = rule("drop", "out", 900, "<ip/>");
    assertEquals(
        List.of("a.xml:2 " + DROPPED, "a.xml:4 other-family-open"),
        in(filter("f", frames, drop, rest)));
    assertEquals(
        "what this rule accepts is still dropped: the rule at a.xml:3:1 f drops all such packets at"
            + " the IP layer; accept them at the IP layer first, too, with a rule of `all`?",
        messages(filter("f", frames, drop, rest)).get(0));
    assertEquals(List.of("a.xml:4 no-dhcp"), in(filter("f", frames, dropOthers, rest)));
  }

  /** What a host routes to the guest meets no rule of the IP layer. */
  @Test
  void framesThatTheIpLayerDropsUnlessTheyAreRouted() {
    String drop = rule("drop", "out", 500, "<all/>");
    assertEquals(
        List.of(
            "what this rule accepts is still dropped, but for what the host itself sends or routes"
                + " to the guest: the rule at a.xml:3:1 f drops all such IPv4 packets at the IP"
                + " layer, where no rule before it accepts them; accept them at the IP layer"
                + " first, too, with a rule of `tcp`?"),
        compiling(frames("in"), drop));
    assertEquals(
        List.of(
            "what this rule accepts is still dropped: the rule at a.xml:3:1 f drops all such IPv4"
                + " packets at the IP layer, where no rule before it accepts them; accept them at"
                + " the IP layer first, too, with a rule of `tcp`?"),
        compiling(frames("out"), drop));
  }

  private static String frames(String direction) {
    return rule("accept", direction, 300, "<ip protocol='tcp' dstportstart='22'/>");
  }

  private static List<String> compiling(String... rules) {
    return compile(Found.ADDRESS, filter("f", rules)).diagnostics().stream()
        .filter(one -> one.code().toString().equals(DROPPED))
        .map(Diagnostic::message)
        .toList();
  }

  /** Replies would pass, but nothing that they could be replies to. */
  @Test
  void connectionsThatCannotBegin() {
    String tcp = rule("accept", "out", 300, "<tcp dstipaddr='10.8.1.1' dstportstart='22'/>");
    String drop = rule("drop", "out", 500, "<ip dstipaddr='10.8.0.0' dstipmask='16'/>");
    String dropOthers = rule("drop", "out", 500, "<ip dstipaddr='10.9.0.0' dstipmask='16'/>");
    assertEquals(List.of("a.xml:2 " + DROPPED), in(filter("f", tcp, drop)));
    assertEquals(
        List.of(
            "none of the connections that this rule accepts can begin: the rule at a.xml:3:1 f"
                + " drops all of their first packets at the Ethernet layer; accept them at the"
                + " Ethernet layer first, in both directions, with a rule of `ip`, and drop the"
                + " rest with one of `all`?"),
        messages(filter("f", tcp, drop)));
    assertEquals(List.of(), in(filter("f", tcp, dropOthers)));
    String in = rule("accept", "in", 300, "<tcp srcipaddr='10.8.1.1' dstportstart='22'/>");
    String dropIn = rule("drop", "in", 500, "<ip srcipaddr='10.8.0.0' srcipmask='16'/>");
    assertEquals(List.of("a.xml:2 " + DROPPED), in(filter("f", in, dropIn)));
    assertEquals(List.of(), in(filter("f", in, rule("drop", "out", 500, "<ip protocol='icmp'/>"))));
  }

  @Test
  void whatIsNotIpPassesTheIpLayer() {
    String drop = rule("drop", "inout", 500, "<all/>");
    String drop6 = rule("drop", "inout", 500, "<all-ipv6/>");
    String rest = rule("drop", "inout", 1000, "<mac/>");
    assertEquals(List.of(), in(filter("f", rule("accept", "in", 300, MAC), drop, drop6, rest)));
  }
}
